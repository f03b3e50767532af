package io.jenkins.plugins.entsso.engine.model;

import static io.jenkins.plugins.entsso.engine.model.EventId.BACKED_UP;
import static io.jenkins.plugins.entsso.engine.model.EventId.BACKUP_FAILED;
import static io.jenkins.plugins.entsso.engine.model.EventId.BACKUP_FAILED_MEDIA;
import static io.jenkins.plugins.entsso.engine.model.EventId.IN_SERVICE;
import static io.jenkins.plugins.entsso.engine.model.EventId.LOST_SECRET_SERVER;
import static io.jenkins.plugins.entsso.engine.model.EventId.OUT_OF_SERVICE;
import static io.jenkins.plugins.entsso.engine.model.EventId.REENCRYPT_FAILED;
import static io.jenkins.plugins.entsso.engine.model.EventId.RESTORED;
import static io.jenkins.plugins.entsso.engine.model.EventId.RESTORE_FAILED;
import static io.jenkins.plugins.entsso.engine.model.EventId.SECRETS_NOT_LOADED;
import static io.jenkins.plugins.entsso.engine.model.EventId.SECRET_INVALID;
import static io.jenkins.plugins.entsso.engine.model.VerdictInput.record;

import io.jenkins.plugins.entsso.engine.model.Finding.Code;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** What is not as it should be on a Windows host, whatever the verdict is. */
final class Concerns {
    private static final List<Function<VerdictInput, Optional<Finding>>> ALL = List.of(
            Concerns::outOfService,
            Concerns::reencryptFailed,
            Concerns::backupFailed,
            Concerns::restoreFailed,
            Concerns::lostSecretServer,
            Concerns::notBackedUpSince,
            Concerns::noTool);

    private Concerns() {}

    static List<Finding> of(VerdictInput in) {
        return !in.hasLog()
                ? List.of()
                : ALL.stream().flatMap(c -> c.apply(in).stream()).toList();
    }

    private static Optional<Finding> outOfService(VerdictInput in) {
        return in.standing(OUT_OF_SERVICE, IN_SERVICE).map(e -> Finding.at(Code.OUT_OF_SERVICE, e));
    }

    private static Optional<Finding> reencryptFailed(VerdictInput in) {
        return in.newest(REENCRYPT_FAILED).map(e -> Finding.at(Code.REENCRYPT_FAILED, e, e.string(2)));
    }

    private static Optional<Finding> backupFailed(VerdictInput in) {
        return in.newest(BACKUP_FAILED, BACKUP_FAILED_MEDIA)
                .filter(e -> e.recordId() > record(in.newest(BACKED_UP)))
                .map(e -> Finding.at(Code.BACKUP_FAILED, e, e.string(e.id() == BACKUP_FAILED ? 5 : 4)));
    }

    private static Optional<Finding> restoreFailed(VerdictInput in) {
        return in.standing(RESTORE_FAILED, RESTORED).map(e -> Finding.at(Code.RESTORE_FAILED, e, e.string(5)));
    }

    private static Optional<Finding> lostSecretServer(VerdictInput in) {
        return in.facts()
                .otherServer()
                .filter(e -> e.id() == LOST_SECRET_SERVER)
                .map(e -> Finding.at(Code.LOST_SECRET_SERVER, e, e.string(1)));
    }

    /** Secrets could not be loaded, a restore has ended that, and no backup was made since. */
    private static Optional<Finding> notBackedUpSince(VerdictInput in) {
        return in.newest(SECRETS_NOT_LOADED, SECRET_INVALID)
                .filter(e -> record(in.newest(RESTORED)) > e.recordId())
                .filter(e -> record(in.newest(BACKED_UP)) < e.recordId())
                .map(e -> Finding.at(Code.NOT_BACKED_UP_SINCE, e));
    }

    private static Optional<Finding> noTool(VerdictInput in) {
        return Stream.of(in.facts().tool())
                .filter(tool -> in.canBackUp() && !tool.isKnown())
                .map(tool -> Finding.of(Code.TOOL_MISSING, tool.failure().detail()))
                .findFirst();
    }
}
