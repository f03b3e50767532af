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
        Optional<EntssoEvent> backedUp = log.newest(EventId.BACKED_UP);
        Optional<Finding> backupFailed = log.newest(EventId.BACKUP_FAILED, EventId.BACKUP_FAILED_MEDIA)
                .filter(e -> e.isAfter(backedUp))
                .map(e -> Finding.at(Code.BACKUP_FAILED, e, e.string(e.id() == EventId.BACKUP_FAILED ? 5 : 4)));
        // secrets could not be loaded, a restore has ended that, and no backup was made since
        Optional<Finding> notBackedUpSince = log.newest(EventId.SECRETS_NOT_LOADED, EventId.SECRET_INVALID)
                .filter(e -> e.isAfter(backedUp) && !e.isAfter(log.newest(EventId.RESTORED)))
                .map(e -> Finding.at(Code.NOT_BACKED_UP_SINCE, e));
        Optional<Finding> lostSecretServer = in.facts()
                .otherServer()
                .filter(e -> e.id() == EventId.LOST_SECRET_SERVER)
                .map(e -> Finding.at(Code.LOST_SECRET_SERVER, e, e.string(1)));
        Optional<Finding> noTool = Optional.ofNullable(in.facts().tool().failure())
                .filter(why -> in.canBackUp())
                .map(why -> Finding.of(Code.TOOL_MISSING, why.detail()));
        Optional<Finding> stopped = in.canBackUp() ? Optional.empty() : Optional.of(Finding.of(Code.SERVICE_STOPPED));
        return Stream.of(
                        log.standing(EventId.OUT_OF_SERVICE, EventId.IN_SERVICE)
                                .map(e -> Finding.at(Code.OUT_OF_SERVICE, e)),
                        log.newest(EventId.REENCRYPT_FAILED)
                                .map(e -> Finding.at(Code.REENCRYPT_FAILED, e, e.string(2))),
                        backupFailed,
                        log.standing(EventId.RESTORE_FAILED, EventId.RESTORED)
                                .map(e -> Finding.at(Code.RESTORE_FAILED, e, e.string(5))),
                        lostSecretServer,
                        notBackedUpSince,
                        stopped,
                        noTool)
                .flatMap(Optional::stream)
                .toList();
    }
}
