package io.jenkins.plugins.entsso.patrol;

import hudson.ExtensionList;
import hudson.model.Computer;
import hudson.util.SequentialExecutionQueue;
import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.BackupCredentials;
import io.jenkins.plugins.entsso.engine.patrol.VerdictChange;
import io.jenkins.plugins.entsso.engine.report.Texts;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Tells the system log and the listeners of changes. Nobody who checks a host waits for that. */
final class ChangeNotifier {
    private static final Logger LOGGER = Logger.getLogger(EntssoVerdictListener.class.getName());

    /** Each has one of its own, so that none waits for another. */
    private final Map<EntssoVerdictListener, SequentialExecutionQueue> queues = new ConcurrentHashMap<>();

    void changed(HostRecord before, HostRecord after) {
        VerdictChange.of(before, after).ifPresent(change -> {
            LOGGER.log(change.isWorse() ? Level.WARNING : Level.INFO, () -> sentence(change));
            tell(after.node(), listener -> listener.changed(change));
        });
    }

    void backedUp(Backup backup) {
        LOGGER.log(Level.INFO, () -> sentence(backup));
        tell(backup.host(), listener -> listener.backedUp(backup));
    }

    private void tell(String node, Consumer<EntssoVerdictListener> what) {
        for (EntssoVerdictListener listener : ExtensionList.lookup(EntssoVerdictListener.class)) {
            queues.computeIfAbsent(listener, l -> new SequentialExecutionQueue(Computer.threadPoolForRemoting))
                    .execute(() -> tell(listener, node, what));
        }
    }

    private static void tell(EntssoVerdictListener listener, String node, Consumer<EntssoVerdictListener> what) {
        try {
            what.accept(listener);
        } catch (RuntimeException | Error e) {
            String name = listener.getClass().getName();
            LOGGER.log(Level.WARNING, e, () -> Texts.ofLog().text("log.listener.failed", name, node));
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
        return line(sentence);
    }

    /** What was backed up, by which job and with which credentials, in such a sentence. */
    static String sentence(Backup backup) {
        Texts texts = Texts.ofLog();
        BackupCredentials credentials = backup.credentials();
        String path = backup.artifact().path();
        String made = texts.text(
                "log.backup", backup.host(), backup.computer(), backup.job(), String.valueOf(backup.build()), path);
        String how = credentials == null ? "" : " " + texts.text("log.backup.credentials", credentials.id());
        return line(made + how + (backup.isHeld() ? "" : " " + texts.unconfirmed(backup)));
    }

    private static String line(String text) {
        return text.replaceAll("\\p{Cntrl}", " ").strip();
    }
}
