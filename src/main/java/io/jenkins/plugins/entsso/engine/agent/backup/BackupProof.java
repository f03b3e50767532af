package io.jenkins.plugins.entsso.engine.agent.backup;

import io.jenkins.plugins.entsso.engine.agent.backup.Proof.Check;
import io.jenkins.plugins.entsso.engine.agent.backup.Proof.Claim;
import io.jenkins.plugins.entsso.engine.model.BackupName;
import io.jenkins.plugins.entsso.engine.model.EntssoEvent;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.Msid;
import io.jenkins.plugins.entsso.engine.model.QueryResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/** What there is to be seen of a backup once the program has ended, and what follows from it. Pure: looks at values only. */
final class BackupProof {
    /** Salt, a hash and one secret do not fit into less. In bytes. */
    static final int SMALLEST = 64;

    private BackupProof() {}

    /** The newest of the events that say what became of the backup with that ID, if there is one. */
    static Optional<EntssoEvent> outcome(UUID id, QueryResult<HostFacts.Log> answer) {
        return answer.asOptional()
                .flatMap(log -> log.events().stream()
                        .filter(e -> e.id() == EventId.BACKED_UP
                                || e.id() == EventId.BACKUP_FAILED
                                || e.id() == EventId.BACKUP_FAILED_MEDIA)
                        .filter(e -> e.file()
                                .flatMap(BackupName::id)
                                .filter(id::equals)
                                .isPresent())
                        .findFirst());
    }

    /**
     * Checks everything.
     *
     * @param id of the backup
     * @param file what is in the file, up to one byte more than it may be; null where there is no file
     * @param facts the host, asked after the program ended
     * @param reminder whether the reminder can be read back; null where that could not be asked
     */
    static Proof of(UUID id, byte[] file, Password password, HostFacts facts, Check reminder) {
        List<Check> checks = new ArrayList<>();
        checks.add(new Check(Claim.FILE_EXISTS, file != null, file == null ? "" : String.valueOf(file.length)));
        if (file != null) {
            checks.add(plausible(file));
            checks.add(withoutPassword(file, password));
        }
        Optional<EntssoEvent> event = outcome(id, facts.log()).filter(e -> e.id() == EventId.BACKED_UP);
        checks.add(new Check(Claim.EVENT_FOR_FILE, event.isPresent(), event(event, facts)));
        event.ifPresent(e -> {
            checks.add(covers(e, facts));
            checks.add(silent(e, facts));
        });
        if (reminder != null) {
            checks.add(reminder);
        }
        return new Proof(checks);
    }

    private static Check plausible(byte[] file) {
        boolean plausible = file.length >= SMALLEST && file.length <= BackupAnswer.MAX_SIZE && !isUniform(file);
        return new Check(Claim.FILE_PLAUSIBLE, plausible, String.valueOf(file.length));
    }

    private static boolean isUniform(byte[] content) {
        for (byte b : content) {
            if (b != content[0]) {
                return false;
            }
        }
        return true;
    }

    private static Check withoutPassword(byte[] file, Password password) {
        boolean isIn = contains(file, password.characters(), 1) || contains(file, password.characters(), 2);
        return new Check(Claim.PASSWORD_NOT_IN_FILE, !isIn, "");
    }

    /** Whether the characters, which are ASCII, stand so far apart in the content, with zeros in between. */
    private static boolean contains(byte[] content, char[] characters, int distance) {
        int last = characters.length - 1;
        for (int start = 0; start + last * distance < content.length; start++) {
            int i = 0;
            while (i <= last
                    && content[start + i * distance] == characters[i]
                    && (distance == 1 || i == last || content[start + i * distance + 1] == 0)) {
                i++;
            }
            if (i > last) {
                return true;
            }
        }
        return false;
    }

    private static String event(Optional<EntssoEvent> event, HostFacts facts) {
        return facts.log().isKnown()
                ? event.map(e -> e.recordId() + ", " + e.time() + ", " + e.string(1))
                        .orElse("")
                : facts.log().failure().toString();
    }

    private static Check covers(EntssoEvent event, HostFacts facts) {
        if (!facts.secrets().isKnown()) {
            return new Check(
                    Claim.COVERS_ALL_SECRETS, false, facts.secrets().failure().toString());
        }
        SortedSet<Msid> listed = facts.secrets().value().msids();
        SortedSet<Msid> missing = new TreeSet<>(listed);
        missing.removeAll(event.msids());
        if (missing.isEmpty() && !listed.isEmpty()) {
            return new Check(Claim.COVERS_ALL_SECRETS, true, names(listed));
        }
        // Event 10559 has room for two, and what is made of these must not get lost because of others.
        return missing.size() < listed.size()
                ? new Check(Claim.COVERS_SOME_SECRETS, true, names(missing))
                : new Check(Claim.COVERS_ALL_SECRETS, false, names(missing));
    }

    /** MSIDs in one line. */
    static String names(Collection<Msid> msids) {
        return msids.stream().map(Msid::toString).collect(Collectors.joining(", "));
    }

    private static Check silent(EntssoEvent event, HostFacts facts) {
        HostFacts.Mark last = facts.log().value().required().last();
        boolean silent = last == null || last.recordId() < event.recordId();
        return new Check(Claim.REQUIRED_SILENT, silent, silent ? "" : last.recordId() + ", " + last.time());
    }
}
