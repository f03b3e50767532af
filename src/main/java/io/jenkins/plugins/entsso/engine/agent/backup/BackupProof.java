package io.jenkins.plugins.entsso.engine.agent.backup;

import io.jenkins.plugins.entsso.engine.agent.backup.Proof.Claim;
import io.jenkins.plugins.entsso.engine.model.Backup.UnconfirmedReason;
import io.jenkins.plugins.entsso.engine.model.BackupName;
import io.jenkins.plugins.entsso.engine.model.EntssoEvent;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.LogChannel;
import io.jenkins.plugins.entsso.engine.model.Msid;
import io.jenkins.plugins.entsso.engine.model.QueryResult;
import io.jenkins.plugins.entsso.engine.model.RegistrySecrets;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/** What there is to be seen of a backup once the program has ended, and what follows from it. Pure: looks at values only. */
final class BackupProof {
    private BackupProof() {}

    /** The newest of the events that say what became of the backup with that ID, if there is one. */
    static Optional<EntssoEvent> outcome(UUID id, QueryResult<HostFacts.Log> answer) {
        return answer.asOptional()
                .flatMap(log -> log.all(EventId.BACKED_UP, EventId.BACKUP_FAILED, EventId.BACKUP_FAILED_MEDIA).stream()
                        .filter(e -> e.file().flatMap(BackupName::id).equals(Optional.of(id)))
                        .findFirst());
    }

    /**
     * Why a backup is not confirmed; null if it is.
     *
     * @param event the event 10559 for its file; null where there is none
     * @param failure how making it failed; null where it did not
     */
    static UnconfirmedReason unconfirmed(EntssoEvent event, QueryResult<HostFacts.Log> log, BackupFailure failure) {
        if (event != null) {
            return event.msids().isEmpty() ? UnconfirmedReason.NO_MSIDS : null;
        }
        if (failure != null && failure.kind() == Failure.Kind.TIMEOUT) {
            return UnconfirmedReason.UNFINISHED;
        }
        if (!log.isKnown()) {
            return UnconfirmedReason.LOG_UNREADABLE;
        }
        LogChannel channel = log.value().channel();
        if (channel != null && !channel.registered()) {
            return UnconfirmedReason.OTHER_LOG;
        }
        return log.value().isFull() ? UnconfirmedReason.LOG_FULL : UnconfirmedReason.NO_EVENT;
    }

    /**
     * Checks everything.
     *
     * @param file what is in the file, up to one byte more than it may be; null where there is no file
     * @param event the event 10559 for it; null where there is none
     * @param log what the event log says after the program ended
     * @param secrets what the registry says then
     */
    static List<Proof> of(
            byte[] file,
            Password password,
            EntssoEvent event,
            QueryResult<HostFacts.Log> log,
            QueryResult<RegistrySecrets> secrets) {
        List<Proof> proof = new ArrayList<>();
        proof.add(new Proof(Claim.FILE_EXISTS, file != null, file == null ? "" : String.valueOf(file.length)));
        if (file != null) {
            int length = file.length;
            boolean isUniform = length < 2 || Arrays.equals(file, 1, length, file, 0, length - 1);
            boolean plausible = length <= BackupAnswer.MAX_SIZE && !isUniform;
            proof.add(new Proof(Claim.FILE_PLAUSIBLE, plausible, String.valueOf(length)));
            // as UTF-16, it has zeros in between
            String text = new String(file, StandardCharsets.ISO_8859_1).replace("\0", "");
            proof.add(new Proof(Claim.PASSWORD_NOT_IN_FILE, !password.isIn(text), ""));
        }
        if (event == null) {
            proof.add(new Proof(
                    Claim.EVENT_FOR_FILE,
                    false,
                    log.isKnown() ? "" : log.failure().toString()));
            return proof;
        }
        String seen = event.recordId() + ", " + event.time() + ", " + event.string(1);
        proof.add(new Proof(Claim.EVENT_FOR_FILE, !event.msids().isEmpty(), seen));
        proof.add(covers(event, secrets));
        HostFacts.Mark last = log.value().required().last();
        boolean silent = last == null || last.recordId() < event.recordId();
        proof.add(new Proof(Claim.REQUIRED_SILENT, silent, silent ? "" : last.recordId() + ", " + last.time()));
        return proof;
    }

    private static Proof covers(EntssoEvent event, QueryResult<RegistrySecrets> secrets) {
        if (!secrets.isKnown()) {
            return new Proof(Claim.COVERS_ALL_SECRETS, false, secrets.failure().toString());
        }
        SortedSet<Msid> missing = new TreeSet<>(secrets.value().msids());
        missing.removeAll(event.msids());
        return missing.isEmpty()
                ? new Proof(Claim.COVERS_ALL_SECRETS, true, names(event.msids()))
                : new Proof(Claim.COVERS_ALL_SECRETS, false, names(missing));
    }

    static String names(Collection<Msid> msids) {
        return msids.stream().map(Msid::toString).collect(Collectors.joining(", "));
    }
}
