package io.jenkins.plugins.entsso.engine.model;

import io.jenkins.plugins.entsso.engine.model.Finding.Code;
import io.jenkins.plugins.entsso.engine.model.HostFacts.Log;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is not as it should be, whatever the verdict is. */
final class Concerns {
    private Concerns() {}

    static List<Finding> of(VerdictInput in) {
        Log log = in.log();
        return Stream.of(
                        log.standing(EventId.OUT_OF_SERVICE, EventId.IN_SERVICE)
                                .map(e -> Finding.at(Code.OUT_OF_SERVICE, e)),
                        log.newest(EventId.REENCRYPT_FAILED)
                                .map(e -> Finding.at(Code.REENCRYPT_FAILED, e, e.string(2))),
                        backupFailed(log),
                        log.standing(EventId.RESTORE_FAILED, EventId.RESTORED)
                                .map(e -> Finding.at(Code.RESTORE_FAILED, e, e.string(5))),
                        lostSecretServer(in.facts()),
                        notBackedUpSince(log),
                        noTool(in))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Finding> backupFailed(Log log) {
        return log.newest(EventId.BACKUP_FAILED, EventId.BACKUP_FAILED_MEDIA)
                .filter(e -> e.isAfter(log.newest(EventId.BACKED_UP)))
                .map(e -> Finding.at(Code.BACKUP_FAILED, e, e.string(e.id() == EventId.BACKUP_FAILED ? 5 : 4)));
    }

    private static Optional<Finding> lostSecretServer(HostFacts facts) {
        return facts.otherServer()
                .filter(e -> e.id() == EventId.LOST_SECRET_SERVER)
                .map(e -> Finding.at(Code.LOST_SECRET_SERVER, e, e.string(1)));
    }

    /** Secrets could not be loaded, a restore has ended that, and no backup was made since. */
    private static Optional<Finding> notBackedUpSince(Log log) {
        return log.newest(EventId.SECRETS_NOT_LOADED, EventId.SECRET_INVALID)
                .filter(e -> !e.isAfter(log.newest(EventId.RESTORED)))
                .filter(e -> e.isAfter(log.newest(EventId.BACKED_UP)))
                .map(e -> Finding.at(Code.NOT_BACKED_UP_SINCE, e));
    }

    private static Optional<Finding> noTool(VerdictInput in) {
        QueryResult<String> tool = in.facts().tool();
        return in.canBackUp() && !tool.isKnown()
                ? Optional.of(Finding.of(Code.TOOL_MISSING, tool.failure().detail()))
                : Optional.empty();
    }
}
