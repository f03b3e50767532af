package io.jenkins.plugins.entsso.engine.model;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.engine.ledger.Hosts;
import io.jenkins.plugins.entsso.engine.model.Backup.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.Test;

public class BackupSelectionTest {
    private static final Msid OLD = Msid.of("{AAAAAAAA-0000-0000-0000-000000000001}");
    private static final Msid NEW = Msid.of("{AAAAAAAA-0000-0000-0000-000000000002}");

    private static final Msid OLDER = Msid.of("{AAAAAAAA-0000-0000-0000-000000000003}");

    private final Backup first = backup(State.HELD, "a", 1, OLD);
    private final Backup second = backup(State.HELD, "a", 2, OLD, NEW);
    private final Backup third = backup(State.HELD, "a", 3, NEW);
    private final Backup failed = backup(State.FAILED, "a", 4, OLD, NEW);
    private final Backup gone = backup(State.GONE, "a", 5, OLD, NEW);

    @Test
    public void keepsTheNewestOfEverySecret() {
        assertEquals(
                Set.of(second, third), BackupSelection.newestPerSecret(List.of(third, failed, first, gone, second)));
        assertEquals(Set.of(first), BackupSelection.newestPerSecret(List.of(first)));
        assertEquals(Set.of(), BackupSelection.newestPerSecret(List.of(gone, failed)));
    }

    @Test
    public void anotherNodesBackupOfTheSameSecretDisplacesNone() {
        Backup others = backup(State.HELD, "b", 6, OLD, NEW);
        assertEquals(Set.of(second, others), BackupSelection.newestPerSecret(List.of(second, others)));
    }

    @Test
    public void aNewBackupMakesOlderOnesOfItsNodeAndSecretsNeedless() {
        Backup sixth = backup(State.HELD, "a", 6, OLD, NEW);
        Backup others = backup(State.HELD, "b", 7, NEW);
        List<Backup> all = List.of(first, second, third, failed, gone, sixth, others);
        assertEquals(List.of(third, second, first), BackupSelection.supersededBy(sixth, all));
        assertEquals(List.of(), BackupSelection.supersededBy(others, all));
        assertEquals(
                "second is the newest of OLD", List.of(), BackupSelection.supersededBy(third, List.of(second, third)));
    }

    /** Who can run another job on the agent may have it claim anything, and knows the password of what that job makes. */
    @Test
    public void aBackupOfAnotherJobOrWithOtherCredentialsLetsNothingGo() {
        Backup ours = with("ours", second);
        Backup other = with("theirs", backup(State.HELD, "a", 6, OLD, NEW));
        Backup job = with("ours", backup(State.HELD, "a", 7, OLD, NEW).withJob("other"));
        List<Backup> all = List.of(ours, other, job);
        assertEquals(Set.copyOf(all), BackupSelection.needed(all));
        for (Backup made : all) {
            assertEquals(List.of(), BackupSelection.supersededBy(made, all));
        }
        Backup next = with("ours", backup(State.HELD, "a", 8, OLD, NEW));
        assertEquals(List.of(ours), BackupSelection.supersededBy(next, List.of(ours, other, job, next)));

        List<Backup> liars = new ArrayList<>(List.of(ours));
        for (int i = 0; i < 100; i++) {
            liars.add(with(
                    "ours",
                    backup(State.HELD, "a", 10 + i, new Msid(new UUID(7, i + 1)))
                            .withJob("other")));
        }
        assertTrue(BackupSelection.needed(liars).contains(ours));
    }

    @Test
    public void unconfirmedBackupsOfAnotherJobLetNothingGo() {
        List<Backup> all = new ArrayList<>(List.of(backup(State.UNCONFIRMED, "a", 1, NEW)));
        for (int i = 2; i < 9; i++) {
            all.add(backup(State.UNCONFIRMED, "a", i, NEW).withJob("other"));
        }
        assertTrue(BackupSelection.needed(all).contains(all.get(0)));
        assertFalse(BackupSelection.supersededBy(all.get(7), all).contains(all.get(0)));
        assertEquals(4, BackupSelection.supersededBy(all.get(7), all).size());
    }

    private static Backup with(String credentials, Backup backup) {
        return backup.withCredentials(new BackupCredentials(credentials, "key", "mac", BackupCredentials.State.SAME));
    }

    @Test
    public void anAgentThatNamesAnotherSecretEachTimeKeepsNoBuildForEver() {
        List<Backup> all = new ArrayList<>(List.of(first));
        for (int i = 0; i < 1000; i++) {
            all.add(backup(State.HELD, "liar", 10 + i, new Msid(new UUID(7, i + 1))));
        }
        Set<Backup> needed = BackupSelection.newestPerSecret(all);
        assertEquals(BackupSelection.MOST_NEEDED + 1, needed.size());
        assertTrue("no other node's", needed.contains(first));
        Backup last = all.get(all.size() - 1);
        assertTrue(needed.contains(last));
        assertEquals(
                1000 - BackupSelection.MOST_NEEDED,
                BackupSelection.supersededBy(last, all).size());
    }

    @Test
    public void theNewestThreeOfANodeThatAreNotConfirmedAreKept() {
        List<Backup> all = IntStream.rangeClosed(1, 5)
                .mapToObj(build -> backup(State.UNCONFIRMED, "a", build, NEW))
                .toList();
        assertEquals(List.of(all.get(1), all.get(0)), BackupSelection.supersededBy(all.get(4), all));
        assertEquals(
                "nothing that is confirmed, and nothing of another node",
                List.of(),
                BackupSelection.supersededBy(
                        backup(State.UNCONFIRMED, "b", 8, NEW), List.of(first, second, third, all.get(0))));
        assertEquals("they may be good", List.of(), BackupSelection.supersededBy(backup(State.HELD, "a", 9, NEW), all));
    }

    /** One of them may be the only backup that there is. */
    @Test
    public void theNewestThreeOfEachNodeThatAreNotConfirmedAreNeeded() {
        Stream<Backup> unconfirmed =
                IntStream.rangeClosed(4, 7).mapToObj(build -> backup(State.UNCONFIRMED, "a", build, NEW));
        List<Backup> all =
                Stream.concat(Stream.of(first, second, third), unconfirmed).toList();
        Set<Backup> needed = new HashSet<>(all.subList(4, 7));
        needed.addAll(BackupSelection.newestPerSecret(all));
        assertEquals(needed, BackupSelection.needed(all));
    }

    /** Of the current and the previous secret, the newest that covers each, and of these the oldest. */
    @Test
    public void theAgeIsThatOfTheSecretThatWasBackedUpLongestAgo() {
        Backup others = backup(State.HELD, "b", 9, OLD, NEW);
        assertEquals(Optional.of(first), oldestCover(List.of(first, third, gone), OLD, NEW));
        assertEquals(Optional.of(second), oldestCover(List.of(first, second, third), OLD, NEW));
        assertEquals(Optional.of(third), oldestCover(List.of(first, second, third), NEW));
        assertEquals("not all covered", Optional.empty(), oldestCover(List.of(third, gone), OLD, NEW));
        assertEquals("no claim makes it younger", Optional.of(second), oldestCover(List.of(second, others), OLD, NEW));
        assertEquals(Optional.empty(), oldestCover(List.of(first, others), OLD, NEW));
        Backup mates = others.withHost("mate");
        assertEquals("in a cluster", Optional.of(mates), oldestCover(List.of(first, mates), OLD, NEW));
    }

    @Test
    public void olderSecretsHaveNoAge() {
        Hosts host = Hosts.host("BIZTALK").secrets(OLDER, OLD, NEW);
        Backup older = backup(State.HELD, "a", 1, OLDER);
        List<Backup> all = List.of(older, second);
        assertEquals(Optional.of(older), BackupSelection.oldestCover("a", Set.of("a"), host.facts(), all));
        host.event(EventId.BACKED_UP, 5, "f", OLD.toString(), OLDER.toString());
        assertEquals(Optional.of(older), BackupSelection.oldestCover("a", Set.of("a"), host.facts(), all));
        host.event(EventId.GENERATED, 6, NEW.toString());
        assertEquals(Optional.of(second), BackupSelection.oldestCover("a", Set.of("a"), host.facts(), all));
        host.event(EventId.BACKED_UP, 7, "f", NEW.toString(), "");
        assertEquals(Optional.of(second), BackupSelection.oldestCover("a", Set.of("a"), host.facts(), all));
    }

    private static Optional<Backup> oldestCover(List<Backup> backups, Msid... msids) {
        return BackupSelection.oldestCover(
                "a", Set.of("a", "mate"), Hosts.host("BIZTALK").secrets(msids).facts(), backups);
    }

    private static Backup backup(State state, String node, int build, Msid... msids) {
        return new Backup(
                new UUID(0, build),
                state,
                node,
                "BIZTALK",
                new TreeSet<>(List.of(msids)),
                Instant.ofEpochSecond(build),
                new Backup.Artifact("job", build, "path", "", 1),
                null);
    }
}
