package io.jenkins.plugins.entsso.engine.agent.backup;

import io.jenkins.plugins.entsso.engine.agent.backup.Proof.Check;
import io.jenkins.plugins.entsso.engine.agent.backup.Proof.Claim;
import io.jenkins.plugins.entsso.engine.model.BackupName;
import io.jenkins.plugins.entsso.engine.model.EntssoEvent;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.Msid;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;

/** What there is to be seen of a backup once the program has ended, and what follows from it. Pure: looks at values only. */
final class BackupProof {
    /** Salt, a hash and one secret do not fit into less. In bytes. */
    static final int SMALLEST = 64;

    private BackupProof() {}

    /**
     * The file that was found.
     *
     * @param size in bytes
     * @param content null where it is too large to be read
     */
    record Found(long size, byte[] content) {}

    /** The newest of the events that say what became of the backup with that ID, if there is one. */
    static Optional<EntssoEvent> outcome(UUID id, HostFacts facts) {
        return facts.log()
                .asOptional()
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
     * @param file the file; null where there is none
     * @param facts the host, asked after the program ended
     * @param reminder whether the reminder can be read back; null where that could not be asked
     */
    static Proof of(UUID id, Found file, Password password, HostFacts facts, Check reminder) {
        List<Check> checks = new ArrayList<>();
        checks.add(new Check(
                Claim.FILE_EXISTS, file != null, file == null ? "there is no file" : "it has " + file.size + " bytes"));
        if (file != null) {
            checks.add(plausible(file));
            checks.add(withoutPassword(file, password));
        }
        Optional<EntssoEvent> event = outcome(id, facts).filter(e -> e.id() == EventId.BACKED_UP);
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

    private static Check plausible(Found file) {
        if (file.size < SMALLEST || file.size > BackupAnswer.MAX_SIZE) {
            return new Check(
                    Claim.FILE_PLAUSIBLE,
                    false,
                    "a backup has between " + SMALLEST + " and " + BackupAnswer.MAX_SIZE + " bytes, this file has "
                            + file.size);
        }
        for (byte b : file.content) {
            if (b != file.content[0]) {
                return new Check(Claim.FILE_PLAUSIBLE, true, "size and content can be a backup's");
            }
        }
        return new Check(
                Claim.FILE_PLAUSIBLE, false, "the file has one and the same byte throughout: nothing is in it");
    }

    private static Check withoutPassword(Found file, Password password) {
        if (file.content == null) {
            return new Check(Claim.PASSWORD_NOT_IN_FILE, false, "the file is too large to be looked through");
        }
        for (int distance = 1; distance <= 2; distance++) {
            if (contains(file.content, password.characters(), distance)) {
                return new Check(
                        Claim.PASSWORD_NOT_IN_FILE,
                        false,
                        "the password stands in the file, readable for everybody who has it");
            }
        }
        return new Check(Claim.PASSWORD_NOT_IN_FILE, true, "neither as ASCII nor as UTF-16");
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
        if (!facts.log().isKnown()) {
            return "the event log could not be asked: " + facts.log().failure();
        }
        return event.map(e -> "10559, record " + e.recordId() + ", " + e.time() + ", for " + e.string(1))
                .orElse("ENTSSO logged no 10559 for this file");
    }

    private static Check covers(EntssoEvent event, HostFacts facts) {
        if (!facts.secrets().isKnown()) {
            return new Check(
                    Claim.COVERS_ALL_SECRETS,
                    false,
                    "the registry could not be asked for the secrets: "
                            + facts.secrets().failure());
        }
        SortedSet<Msid> held = facts.secrets().value().msids();
        if (held.isEmpty()) {
            return new Check(Claim.COVERS_ALL_SECRETS, false, "the registry holds no secret to compare with");
        }
        SortedSet<Msid> missing = new TreeSet<>(held);
        missing.removeAll(event.msids());
        if (missing.isEmpty()) {
            return new Check(Claim.COVERS_ALL_SECRETS, true, "all that the registry holds: " + held);
        }
        String without = "the registry holds secrets that are not in the backup: " + missing;
        // Event 10559 has room for two, and what is made of these must not get lost because of others.
        return missing.size() < held.size()
                ? new Check(Claim.COVERS_SOME_SECRETS, true, without)
                : new Check(Claim.COVERS_ALL_SECRETS, false, without);
    }

    private static Check silent(EntssoEvent event, HostFacts facts) {
        HostFacts.Mark last = facts.log().value().required().last();
        boolean silent = last == null || last.recordId() < event.recordId();
        return new Check(
                Claim.REQUIRED_SILENT,
                silent,
                silent
                        ? "no 10589 since"
                        : "ENTSSO still says that there is no backup: 10589, record " + last.recordId() + ", "
                                + last.time());
    }
}
