package io.jenkins.plugins.entsso.patrol;

import hudson.ExtensionList;
import hudson.model.Computer;
import hudson.util.SequentialExecutionQueue;
import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.patrol.VerdictChange;
import io.jenkins.plugins.entsso.engine.report.Texts;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Tells the system log and the listeners of changes. Nobody who checks a host waits for that. */
final class ChangeNotifier {
    private static final Logger LOGGER = Logger.getLogger(EntssoVerdictListener.class.getName());

    /** Each has one of its own, so that none waits for another. */
    private final Map<EntssoVerdictListener, SequentialExecutionQueue> queues = new ConcurrentHashMap<>();

    void changed(HostRecord before, HostRecord after) {
        VerdictChange.of(before, after).ifPresent(this::notify);
    }

    private void notify(VerdictChange change) {
        LOGGER.log(change.isWorse() ? Level.WARNING : Level.INFO, () -> sentence(change));
        for (EntssoVerdictListener listener : ExtensionList.lookup(EntssoVerdictListener.class)) {
            queues.computeIfAbsent(listener, l -> new SequentialExecutionQueue(Computer.threadPoolForRemoting))
                    .execute(() -> notify(listener, change));
        }
    }

    private static void notify(EntssoVerdictListener listener, VerdictChange change) {
        try {
            listener.changed(change);
        } catch (RuntimeException | Error e) {
            LOGGER.log(
                    Level.WARNING,
                    e,
                    () -> Texts.ofLog()
                            .text(
                                    "log.listener.failed",
                                    listener.getClass().getName(),
                                    change.host().node()));
        }
    }

    /** What has changed, in a sentence without line breaks, which a host may have put into its texts. */
    static String sentence(VerdictChange change) {
        Texts texts = Texts.ofLog();
        HostRecord host = change.host();
        String evidence = Optional.ofNullable(change.machine())
                .or(() -> host.verdict().evidence().stream().findFirst())
                .map(texts::sentence)
                .orElse("");
        String after = texts.name(change.after());
        String sentence = change.before() == null
                ? texts.text("log.change.first", host.node(), host.computer(), after, evidence)
                : texts.text("log.change", host.node(), host.computer(), texts.name(change.before()), after, evidence);
        return sentence.replaceAll("\\p{Cntrl}", " ").strip();
    }
}
