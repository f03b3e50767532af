package io.jenkins.plugins.entsso.patrol;

import hudson.model.Computer;
import hudson.util.SequentialExecutionQueue;
import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.patrol.VerdictChange;
import io.jenkins.plugins.entsso.engine.report.Texts;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Tells the system log and the listeners of changes. Nobody who checks a host waits for that. */
final class ChangeNotifier implements Ledger.Listener {
    private static final Logger LOGGER = Logger.getLogger(EntssoVerdictListener.class.getName());

    /** Each has one of its own, so that none waits for another. */
    private final Map<EntssoVerdictListener, SequentialExecutionQueue> queues = new ConcurrentHashMap<>();

    @Override
    public void changed(HostRecord before, HostRecord after) {
        VerdictChange.of(before, after).ifPresent(this::tell);
    }

    private void tell(VerdictChange change) {
        LOGGER.log(change.isWorse() ? Level.WARNING : Level.INFO, () -> sentence(change));
        for (EntssoVerdictListener listener : EntssoVerdictListener.all()) {
            queues.computeIfAbsent(listener, l -> new SequentialExecutionQueue(Computer.threadPoolForRemoting))
                    .execute(() -> tell(listener, change));
        }
    }

    private static void tell(EntssoVerdictListener listener, VerdictChange change) {
        try {
            listener.changed(change);
        } catch (RuntimeException | LinkageError e) {
            LOGGER.log(
                    Level.WARNING, e, () -> listener.getClass().getName() + " could not be told of " + change.node());
        }
    }

    /** What has changed, in a sentence without line breaks, which a host may have put into its texts. */
    static String sentence(VerdictChange change) {
        Texts texts = new Texts(Locale.ENGLISH, ZoneId.systemDefault());
        String before = change.before() == null ? "not known" : texts.name(change.before());
        String evidence = change.machine() != null
                ? texts.sentence(change.machine())
                : change.evidence().isEmpty()
                        ? ""
                        : texts.sentence(change.evidence().get(0));
        return Messages.ChangeNotifier_change(
                        change.node(), plain(change.computer()), before, texts.name(change.after()), plain(evidence))
                .strip();
    }

    private static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}
