package io.jenkins.plugins.entsso.engine.model;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.engine.model.Backup.State;
import io.jenkins.plugins.entsso.engine.model.Finding.Code;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.Test;

/** The table of rules: each test is a row, named after what is true of the host. */
public class VerdictTest {
    private static final Msid NEW = Msid.of("{AAAAAAAA-0000-0000-0000-000000000001}");
    private static final Msid OLD = Msid.of("{BBBBBBBB-0000-0000-0000-000000000002}");
    private static final Msid OLDER = Msid.of("{CCCCCCCC-0000-0000-0000-000000000003}");
    private static final Instant START = Instant.parse("2026-05-12T08:00:00Z");
    private static final Failure DENIED = new Failure(Failure.Kind.ACCESS_DENIED, "Access is denied.");
    private static final Failure SILENT = new Failure(Failure.Kind.SILENT, "wevtutil printed nothing");

    // ---- protected ----

    @Test
    public void everySecretInOneHeldBackup() {
        is(Kind.PROTECTED, host(NEW, OLD), held(NEW, OLD));
    }

    @Test
    public void everySecretInSomeHeldBackup() {
        Verdict verdict = is(Kind.PROTECTED, host(NEW, OLD), held(OLD, OLDER), held(NEW));
        assertEquals(List.of(Code.COVERED, Code.COVERED), codes(verdict));
        assertFalse(verdict.asksForBackup());
    }

    @Test
    public void heldAlthoughTheLogHasNoPast() {
        is(Kind.PROTECTED, host(NEW), held(NEW));
    }

    @Test
    public void backedUpAfterTheLast10589() {
        is(Kind.PROTECTED, host(NEW).required(3, 10, 12).event(EventId.BACKED_UP, 13, "f", NEW, ""), held(NEW));
    }

    @Test
    public void heldOfAnotherHostThatHadTheSameSecret() {
        is(Kind.PROTECTED, host(NEW), backup(State.HELD, "OTHERHOST", NEW));
    }

    /** An agent may claim to have another host's secrets; the nodes of a cluster do have the same ones. */
    @Test
    public void backupOfAnotherNodeIsNamed() {
        Backup others = backupAs("other.bak", NEW);
        Finding concern = Finding.of(Code.COVERED_BY_OTHER_NODE, NEW, "other");
        assertEquals(List.of(concern), is(Kind.PROTECTED, host(NEW), others).concerns());
        assertEquals(List.of(), is(Kind.PROTECTED, host(NEW), others, held(NEW)).concerns());
        String file = "C:\\" + BackupName.of(others.id());
        Host renamed = host(NEW).event(EventId.BACKED_UP, 9, file, NEW, "");
        assertEquals(List.of(), is(Kind.PROTECTED, renamed, others).concerns());
    }

    // ---- never protected by claim ----

    @Test
    public void onlyHeldCounts() {
        for (State state : State.values()) {
            Verdict verdict = Verdict.of("node", host(NEW).facts(), List.of(backup(state, "BIZTALK1", NEW)));
            assertEquals(state.toString(), state == State.HELD, verdict.kind() == Kind.PROTECTED);
        }
    }

    @Test
    public void heldBackupButTheLogIsSilent() {
        Verdict verdict = is(Kind.UNKNOWN, host(NEW).logFails(SILENT), held(NEW));
        assertEquals(Code.DO_REPAIR, verdict.nextStep().code());
        assertFalse("it could not be proven", verdict.canBackUp());
    }

    @Test
    public void heldBackupButTheRegistryIsDenied() {
        Verdict verdict = is(Kind.UNKNOWN, host().registryFails(DENIED), held(NEW));
        assertEquals(Finding.of(Code.DO_GRANT_ACCESS, "CORP\\svc-jenkins"), verdict.nextStep());
        assertFalse(verdict.canBackUp());
    }

    @Test
    public void keyWithoutSecrets() {
        Verdict verdict = is(Kind.UNKNOWN, host(), held(NEW));
        assertEquals(List.of(Code.NO_MSID), codes(verdict));
        assertFalse(verdict.canBackUp());
    }

    @Test
    public void agentThatDoesNotAnswer() {
        Verdict verdict = Verdict.unreachable(SILENT);
        assertEquals(Kind.UNKNOWN, verdict.kind());
        assertFalse(verdict.asksForBackup());
    }

    // ---- unprotected ----

    @Test
    public void requiredAndNothingHeld() {
        Verdict verdict = is(Kind.UNPROTECTED, host(NEW).required(3412, 10, 4000));
        assertEquals(Code.REQUIRED, verdict.evidence().get(0).code());
        assertEquals("3412", verdict.evidence().get(0).arguments().get(0));
        assertEquals(Code.DO_BACK_UP, verdict.nextStep().code());
        assertTrue(verdict.asksForBackup());
    }

    @Test
    public void requiredAfterABackup() {
        is(
                Kind.UNPROTECTED,
                host(NEW).event(EventId.BACKED_UP, 5, "d:\\x.bak", NEW, "").required(1, 6, 6));
    }

    @Test
    public void requiredAfterARestore() {
        is(
                Kind.UNPROTECTED,
                host(NEW).event(EventId.RESTORED, 5, "d:\\x.bak", NEW, "").required(1, 6, 6));
    }

    @Test
    public void requiredThoughHeld() {
        is(Kind.UNPROTECTED, host(NEW).required(1, 6, 6), held(NEW));
    }

    /** After a failover; but an agent that lies could say the same, so it is not believed. */
    @Test
    public void requiredThoughAnotherNodeSaysThatItBackedUpSince() {
        Instant later = START.plusSeconds(6 + 15 * 60 + 1);
        Backup since = backupAs("since", later, NEW, OLD);
        Verdict verdict = is(Kind.UNPROTECTED, host(NEW, OLD).required(1, 6, 6), since);
        assertEquals(
                List.of(Finding.of(Code.BACKED_UP_ON_OTHER_NODE, "job", 1, "since", "other", later)),
                verdict.concerns());
        assertTrue(verdict.asksForBackup());
        assertTrue(verdict.isBackedUpElsewhere());
        assertSame(verdict, verdict.reconsidered("node", List.of(since)));
        assertEquals(
                List.of(),
                verdict.reconsidered("node", List.of(since.withState(State.GONE)))
                        .concerns());
    }

    @Test
    public void requiredAndNoOtherNodeSaysThatItBackedUpSince() {
        Instant later = START.plusSeconds(6 + 15 * 60 + 1);
        Host host = host(NEW, OLD).required(1, 6, 6);
        for (Backup backup : List.of(
                backupAs("within what clocks differ", later.minusSeconds(1), NEW, OLD),
                backupAs("not of all", later, NEW, OLDER),
                backupAs("lost", later, NEW, OLD).withState(State.GONE),
                backupAs("own", later, NEW, OLD).withHost("node"))) {
            Verdict verdict = is(Kind.UNPROTECTED, host, backup);
            assertEquals(backup.artifact().path(), List.of(), verdict.concerns());
            assertFalse(verdict.isBackedUpElsewhere());
        }
        is(Kind.UNPROTECTED, host(NEW).required(1, 6, 6).registryFails(DENIED), backupAs("unknown", later, NEW));
    }

    @Test
    public void requiredWhileTheRegistryIsDenied() {
        Verdict verdict = is(Kind.UNPROTECTED, host().registryFails(DENIED).required(1, 6, 6));
        assertEquals(List.of(Code.REQUIRED, Code.REGISTRY_FAILED), codes(verdict));
        assertEquals(Code.DO_GRANT_ACCESS, verdict.nextStep().code());
        assertFalse(verdict.asksForBackup());
    }

    @Test
    public void logReachesBackToTheBirthOfTheSecret() {
        Verdict verdict = is(Kind.UNPROTECTED, host(NEW).event(EventId.GENERATED, 5, NEW));
        assertEquals(List.of(Code.NOT_COVERED, Code.GENERATED), codes(verdict));
    }

    @Test
    public void backedUpToATemporaryFileOfOursThatWasNotKept() {
        String ours = "C:\\Temp\\entsso-1\\" + BackupName.of(new UUID(1, 1)).toUpperCase();
        Verdict verdict = is(
                Kind.UNPROTECTED, host(NEW).required(1, 4, 4).event(EventId.BACKED_UP, 5, ours, NEW, ""), failed(NEW));
        assertTrue(codes(verdict).contains(Code.LOST));
        assertTrue(verdict.asksForBackup());
    }

    // ---- outdated ----

    @Test
    public void newSecretSinceTheHeldBackup() {
        Verdict verdict = is(Kind.OUTDATED, host(NEW, OLD).event(EventId.GENERATED, 9, NEW), held(OLD, OLDER));
        assertEquals(List.of(Code.NOT_COVERED, Code.GENERATED, Code.COVERED), codes(verdict));
        assertTrue(verdict.asksForBackup());
    }

    @Test
    public void heldBackupOfThisHostCoversNothingAnyMore() {
        is(Kind.OUTDATED, host(NEW), held(OLDER));
    }

    @Test
    public void backupOfSomebodyElsesIsStale() {
        is(
                Kind.OUTDATED,
                host(NEW, OLD)
                        .event(EventId.BACKED_UP, 5, "d:\\x.bak", OLD, OLDER)
                        .event(EventId.GENERATED, 9, NEW));
    }

    @Test
    public void heldBackupOfAStrangerIsNoBackup() {
        is(Kind.UNKNOWN, host(NEW), backup(State.HELD, "OTHERHOST", OLDER));
    }

    // ---- held elsewhere ----

    @Test
    public void somebodyElseBackedUp() {
        Verdict verdict = is(Kind.HELD_ELSEWHERE, host(NEW, OLD).event(EventId.BACKED_UP, 5, "d:\\x.bak", NEW, OLD));
        assertEquals(List.of(Code.NOT_COVERED, Code.REPORTED, Code.NOT_COVERED, Code.REPORTED), codes(verdict));
        assertTrue(verdict.asksForBackup());
    }

    @Test
    public void somebodyElseBackedUpAfterOurBackupWasOutdated() {
        is(Kind.HELD_ELSEWHERE, host(NEW, OLD).event(EventId.BACKED_UP, 5, "d:\\x.bak", NEW, OLD), held(OLD, OLDER));
    }

    @Test
    public void restoredFromAFile() {
        // it may be an artifact that was downloaded: not to be called a backup of somebody else's
        Verdict verdict = is(Kind.HELD_ELSEWHERE, host(NEW).event(EventId.RESTORED, 5, "d:\\x.bak", NEW, ""));
        assertEquals(
                List.of(
                        Finding.of(Code.NOT_COVERED, NEW),
                        Finding.of(Code.RESTORED_FROM, NEW, "d:\\x.bak", START.plusSeconds(5), 5)),
                verdict.evidence());
    }

    @Test
    public void ourArtifactIsGone() {
        Backup gone = backup(State.GONE, "BIZTALK1", NEW);
        String ours = "C:\\Temp\\" + BackupName.of(gone.id());
        Verdict verdict = is(Kind.UNPROTECTED, host(NEW).event(EventId.BACKED_UP, 5, ours, NEW, ""), gone);
        assertTrue(codes(verdict).contains(Code.LOST));
    }

    // ---- damaged ----

    @Test
    public void secretsNotLoaded() {
        Verdict verdict = is(Kind.DAMAGED, host(NEW).event(EventId.SECRETS_NOT_LOADED, 5), held(NEW));
        assertEquals(Code.DO_RESTORE, verdict.nextStep().code());
        assertEquals(
                List.of("backup-job", "7", "entsso/a.bak"), verdict.nextStep().arguments());
        assertFalse("a damaged secret needs a restore", verdict.asksForBackup());
    }

    @Test
    public void damagedIsWorseThanUnprotected() {
        is(Kind.DAMAGED, host(NEW).event(EventId.SECRETS_NOT_LOADED, 5).required(4, 2, 9));
    }

    @Test
    public void noSecretsAtAll() {
        Verdict verdict = is(Kind.DAMAGED, host().event(EventId.NO_SECRETS, 5));
        assertEquals(Code.DO_FIND_BACKUP, verdict.nextStep().code());
    }

    @Test
    public void damagedWithABackupOfSomebodyElses() {
        Verdict verdict = is(
                Kind.DAMAGED,
                host(NEW).event(EventId.BACKED_UP, 3, "d:\\x.bak", NEW, "").event(EventId.SECRET_INVALID, 5, NEW));
        assertEquals(Finding.of(Code.DO_RESTORE_FILE, "d:\\x.bak"), verdict.nextStep());
    }

    @Test
    public void restoreHealsDamage() {
        for (EventId damage : List.of(EventId.NO_SECRETS, EventId.SECRETS_NOT_LOADED, EventId.SECRET_INVALID)) {
            Host host = host(NEW).event(damage, 5, NEW);
            is(Kind.DAMAGED, host, held(NEW));
            is(Kind.PROTECTED, host.event(EventId.RESTORED, 6, "d:\\x.bak", NEW, ""), held(NEW));
        }
    }

    @Test
    public void backupShowsThatSecretsCanBeLoadedAgain() {
        for (EventId damage : List.of(EventId.NO_SECRETS, EventId.SECRETS_NOT_LOADED, EventId.SECRET_INVALID)) {
            is(
                    Kind.PROTECTED,
                    host(NEW).event(damage, 5, NEW).event(EventId.BACKED_UP, 6, "d:\\x.bak", NEW, ""),
                    held(NEW));
        }
    }

    @Test
    public void newSecretEndsTheLackOfSecretsOnly() {
        is(Kind.PROTECTED, host(NEW).event(EventId.NO_SECRETS, 5).event(EventId.GENERATED, 6, NEW), held(NEW));
        is(Kind.DAMAGED, host(NEW).event(EventId.SECRETS_NOT_LOADED, 5).event(EventId.GENERATED, 6, NEW), held(NEW));
    }

    @Test
    public void invalidSecretThatIsNoLongerThere() {
        is(Kind.PROTECTED, host(NEW).event(EventId.SECRET_INVALID, 5, OLDER), held(NEW));
    }

    @Test
    public void backupOfAnotherSecretDoesNotHealThisOne() {
        is(
                Kind.DAMAGED,
                host(NEW, OLD).event(EventId.SECRET_INVALID, 5, OLD).event(EventId.BACKED_UP, 6, "x", NEW, ""));
    }

    @Test
    public void damagedEvenIfTheRegistryIsDenied() {
        is(Kind.DAMAGED, host().registryFails(DENIED).event(EventId.SECRETS_NOT_LOADED, 5));
    }

    @Test
    public void backupOfOtherSecretsIsNotRestored() {
        Host host =
                host(NEW).event(EventId.BACKED_UP, 3, "d:\\x.bak", OLDER, "").event(EventId.SECRETS_NOT_LOADED, 5);
        Verdict verdict = is(Kind.DAMAGED, host, held(OLDER));
        assertEquals(Finding.of(Code.DO_FIND_BACKUP), verdict.nextStep());
        Backup right = ownAs("right", NEW);
        assertEquals(
                restore("right"), is(Kind.DAMAGED, host, held(OLDER), right).nextStep());
    }

    @Test
    public void backupWithTheMostOfTheSecretsIsRestored() {
        Host host = host(NEW, OLD).event(EventId.SECRETS_NOT_LOADED, 5);
        Backup both = ownAs("both", NEW, OLD);
        Backup old = ownAs("old", OLD, OLDER);
        assertEquals(
                restore("both"), is(Kind.DAMAGED, host, old, both, held(OLD)).nextStep());
        assertEquals(restore("old"), is(Kind.DAMAGED, host, old).nextStep());
        host.event(EventId.BACKED_UP, 4, "d:\\old.bak", OLD, OLDER);
        assertEquals("ours first", restore("old"), is(Kind.DAMAGED, host, old).nextStep());
        host.event(EventId.BACKED_UP, 3, "d:\\x.bak", NEW, OLD);
        assertEquals(
                Finding.of(Code.DO_RESTORE_FILE, "d:\\x.bak"),
                is(Kind.DAMAGED, host, old).nextStep());
    }

    @Test
    public void backupWithTheSecretThatIsBrokenIsRestored() {
        Host host = host(NEW, OLD).event(EventId.SECRET_INVALID, 5, OLD);
        Backup with = ownAs("with", OLD);
        assertEquals(
                restore("with"),
                is(Kind.DAMAGED, host, with, ownAs("without", NEW)).nextStep());
        Verdict none = is(Kind.DAMAGED, host, ownAs("without", NEW));
        assertEquals(Finding.of(Code.DO_FIND_BACKUP), none.nextStep());
    }

    /** An agent may claim whatever it likes; a restore from its file would replace the secrets. */
    @Test
    public void whatThisHostVouchesForIsRestoredFirst() {
        Host host = host(NEW, OLD).event(EventId.SECRETS_NOT_LOADED, 5);
        Backup own = ownAs("own", NEW, OLD);
        Backup claim = backupAs("claim", START.plusSeconds(60), NEW, OLD);
        Verdict verdict = is(Kind.DAMAGED, host, own, claim);
        assertEquals(restore("own"), verdict.nextStep());
        assertEquals(List.of(), verdict.concerns());
    }

    @Test
    public void whatAnotherNodeSaysToHoldMoreIsNamedWithTheNode() {
        Host host = host(NEW, OLD).event(EventId.SECRETS_NOT_LOADED, 5);
        Verdict verdict = is(Kind.DAMAGED, host, ownAs("own", OLD), backupAs("claim", NEW, OLD));
        assertEquals(restore("own"), verdict.nextStep());
        assertEquals(List.of(more("claim")), verdict.concerns());
    }

    @Test
    public void anotherNodesBackupIsRestoredOnlyWithItsName() {
        Host host = host(NEW).event(EventId.SECRETS_NOT_LOADED, 5);
        Backup others = backupAs("others", NEW);
        assertEquals(restoreOther("others"), is(Kind.DAMAGED, host, others).nextStep());
        host.event(EventId.BACKED_UP, 3, "d:\\x.bak", NEW, "");
        Verdict verdict = is(Kind.DAMAGED, host, others);
        assertEquals(Finding.of(Code.DO_RESTORE_FILE, "d:\\x.bak"), verdict.nextStep());
        assertEquals(List.of(more("others")), verdict.concerns());
        host.event(EventId.BACKED_UP, 4, "C:\\" + BackupName.of(others.id()), NEW, "");
        assertEquals(
                "the log tells of it",
                restore("others"),
                is(Kind.DAMAGED, host, others).nextStep());
    }

    @Test
    public void anotherNodesBackupIsRestoredByTheComputersNameOnlyWithTheNodes() {
        Host nameless = host().event(EventId.NO_SECRETS, 5);
        Backup claim = claimAs("claim", "BIZTALK1", START.plusSeconds(60), OLD);
        assertEquals(restoreOther("claim"), is(Kind.DAMAGED, nameless, claim).nextStep());
        assertEquals(
                Finding.of(Code.DO_RESTORE, "backup-job", 7, "entsso/a.bak"),
                is(Kind.DAMAGED, nameless, claim, held(NEW)).nextStep());
    }

    @Test
    public void backupIsFoundByTheSecretsOfTheLogWhereTheRegistryShowsNone() {
        Host host = host().event(EventId.GENERATED, 2, OLD).event(EventId.NO_SECRETS, 5);
        assertEquals(
                restore("right"),
                is(Kind.DAMAGED, host, held(NEW), ownAs("right", OLD)).nextStep());
        assertEquals(
                Finding.of(Code.DO_FIND_BACKUP),
                is(Kind.DAMAGED, host, held(NEW)).nextStep());
        Host nameless = host().event(EventId.NO_SECRETS, 5);
        assertEquals(
                "by the computer's name, where nothing else is known",
                Code.DO_RESTORE,
                is(Kind.DAMAGED, nameless, held(NEW)).nextStep().code());
    }

    @Test
    public void damageOfARoleThatWasHandedOn() {
        for (EventId damage : List.of(EventId.NO_SECRETS, EventId.SECRETS_NOT_LOADED)) {
            Host host = host().noKey().event(damage, 5, NEW);
            is(Kind.DAMAGED, host, held(NEW));
            host.event(EventId.SECRET_SERVER_CHANGED, 6, "MASTER2", "BIZTALK1");
            assertEquals(
                    Finding.of(Code.DO_GO_TO, "MASTER2"),
                    is(Kind.NOT_A_SECRET_SERVER, host, held(NEW)).nextStep());
            is(Kind.UNKNOWN, host.registryFails(DENIED), held(NEW));
            is(Kind.DAMAGED, host.noKey().event(damage, 7, NEW), held(NEW));
        }
        is(
                Kind.DAMAGED,
                host(NEW)
                        .event(EventId.SECRETS_NOT_LOADED, 5)
                        .event(EventId.SECRET_SERVER_CHANGED, 6, "MASTER2", "BIZTALK1"));
    }

    // ---- unknown ----

    @Test
    public void logSaysNothing() {
        Verdict verdict = is(Kind.UNKNOWN, host(NEW));
        assertEquals(List.of(Code.NOT_COVERED, Code.NO_PAST), codes(verdict));
        assertTrue("a backup is the cure, and can be proven", verdict.asksForBackup());
    }

    @Test
    public void logReachesBackButWasNotReadWhole() {
        is(Kind.UNKNOWN, host(NEW).event(EventId.GENERATED, 5, NEW).incomplete());
    }

    @Test
    public void currentSecretByTheLogIsNotInTheRegistry() {
        for (EventId id : List.of(EventId.GENERATED, EventId.BACKED_UP, EventId.RESTORED)) {
            Host host = id == EventId.GENERATED
                    ? host(OLD).event(id, 5, NEW)
                    : host(OLD).event(id, 5, "d:\\x.bak", NEW, OLD);
            Verdict verdict = is(Kind.UNKNOWN, host, held(OLD));
            assertEquals(List.of(Code.UNLISTED, Code.COVERED), codes(verdict));
            assertEquals(
                    Finding.of(Code.UNLISTED, NEW, START.plusSeconds(5), 5),
                    verdict.evidence().get(0));
            assertEquals(Code.DO_LOOK, verdict.nextStep().code());
            host.event(EventId.BACKED_UP, 6, "d:\\y.bak", OLD, NEW);
            is(Kind.PROTECTED, host, held(OLD));
        }
    }

    @Test
    public void reportOfTheListedSecretsDoesNotReachToTheOneThatIsNotListed() {
        is(Kind.UNKNOWN, host(OLD).event(EventId.BACKED_UP, 5, "d:\\x.bak", NEW, OLD));
    }

    @Test
    public void registryThatIsNotAllMakesNothingBetter() {
        Verdict verdict = is(Kind.OUTDATED, host(OLD).event(EventId.GENERATED, 5, NEW), held(OLDER));
        assertEquals(List.of(Code.NOT_COVERED, Code.UNLISTED), codes(verdict));
        is(Kind.UNPROTECTED, host(OLD).event(EventId.GENERATED, 5, NEW).required(1, 6, 6), held(OLD));
    }

    @Test
    public void neitherLogNorRegistry() {
        Verdict verdict = is(Kind.UNKNOWN, host().logFails(SILENT).registryFails(DENIED));
        assertEquals(List.of(Code.LOG_FAILED, Code.REGISTRY_FAILED), codes(verdict));
    }

    @Test
    public void noKeyAndALogThatWasNotRead() {
        for (Host host : List.of(host().noKey().noTool(), host().noKey())) {
            Verdict verdict = is(Kind.UNKNOWN, host.logFails(DENIED));
            assertEquals(List.of(Code.NO_KEY, Code.LOG_FAILED), codes(verdict));
            assertEquals(Code.DO_GRANT_ACCESS, verdict.nextStep().code());
            assertFalse(verdict.asksForBackup());
        }
    }

    // ---- nothing to protect ----

    @Test
    public void notWindows() {
        HostFacts facts = HostFacts.notWindows("linux1", "jenkins", "Linux 6.1", START);
        Verdict verdict = Verdict.of("node", facts, List.of(held(NEW)));
        assertEquals(Kind.NOT_WINDOWS, verdict.kind());
        assertFalse(verdict.asksForBackup());
    }

    @Test
    public void noEntsso() {
        is(Kind.NO_ENTSSO, host().noKey().noTool());
    }

    @Test
    public void entssoWithoutTheKey() {
        is(Kind.NOT_A_SECRET_SERVER, host().noKey());
    }

    @Test
    public void memberThatFetchesTheSecret() {
        Verdict verdict =
                is(Kind.NOT_A_SECRET_SERVER, host().noKey().event(EventId.GOT_CURRENT_SECRET, 5, "MASTER1", NEW));
        assertEquals(Finding.of(Code.DO_GO_TO, "MASTER1"), verdict.nextStep());
    }

    @Test
    public void secretServerMovedAway() {
        is(
                Kind.NOT_A_SECRET_SERVER,
                host().noKey().required(9, 2, 4).event(EventId.SECRET_SERVER_CHANGED, 6, "MASTER2", "BIZTALK1"));
    }

    @Test
    public void noKeyButTheLogSaysSecretServer() {
        is(Kind.UNKNOWN, host().noKey().event(EventId.SECRET_SERVER_STARTING, 5));
        is(Kind.UNKNOWN, host().noKey().required(9, 2, 4));
    }

    @Test
    public void noKeyAndNoSecrets() {
        is(Kind.DAMAGED, host().noKey().event(EventId.NO_SECRETS, 5));
    }

    @Test
    public void movedToThisVeryComputer() {
        Host host = host().noKey()
                .event(EventId.GOT_CURRENT_SECRET, 5, "MASTER1", NEW)
                .event(EventId.SECRET_SERVER_CHANGED, 6, "biztalk1.corp.example", "MASTER1");
        Verdict verdict = is(Kind.UNKNOWN, host);
        assertEquals(List.of(Code.ROLE_CONTRADICTION), codes(verdict));
        assertEquals(Code.DO_LOOK, verdict.nextStep().code());
        host.event(EventId.SECRET_SERVER_CHANGED, 7, "MASTER2", "BIZTALK1");
        assertEquals(
                Finding.of(Code.DO_GO_TO, "MASTER2"),
                is(Kind.NOT_A_SECRET_SERVER, host).nextStep());
    }

    @Test
    public void noKeyThoughWhatOnlyASecretServerDoesWasDone() {
        for (EventId id : List.of(EventId.BACKED_UP, EventId.RESTORED, EventId.GENERATED, EventId.SECRET_INVALID)) {
            Host host = host().noKey().event(EventId.GOT_CURRENT_SECRET, 5, "MASTER1", NEW);
            is(Kind.UNKNOWN, host.event(id, 6, NEW, NEW, ""));
        }
    }

    // ---- concerns do not change the verdict ----

    @Test
    public void concerns() {
        Host host = host(NEW)
                .event(EventId.BACKED_UP, 2, "x", NEW, "")
                .event(EventId.REENCRYPT_FAILED, 5, "10", "0x80004005")
                .event(EventId.OUT_OF_SERVICE, 6)
                .event(EventId.BACKUP_FAILED, 7, "f", NEW, "", "user", "0x80070005")
                .event(EventId.RESTORE_FAILED, 8, "f", NEW, "", "user", "0x80070005");
        Verdict verdict = is(Kind.PROTECTED, host, held(NEW));
        assertEquals(
                List.of(Code.OUT_OF_SERVICE, Code.REENCRYPT_FAILED, Code.BACKUP_FAILED, Code.RESTORE_FAILED),
                verdict.concerns().stream().map(Finding::code).toList());
        assertEquals("0x80070005", verdict.concerns().get(2).arguments().get(0));
    }

    @Test
    public void concernsThatWereSettled() {
        Host host = host(NEW)
                .event(EventId.OUT_OF_SERVICE, 6)
                .event(EventId.IN_SERVICE, 7)
                .event(EventId.BACKUP_FAILED_MEDIA, 8, "f", "user", "pc", "0x1")
                .event(EventId.BACKED_UP, 9, "x", NEW, "");
        assertEquals(List.of(), is(Kind.PROTECTED, host, held(NEW)).concerns());
    }

    @Test
    public void lostSecretServer() {
        Verdict verdict = is(
                Kind.NOT_A_SECRET_SERVER, host().noKey().event(EventId.LOST_SECRET_SERVER, 5, "MASTER1", "0x800706ba"));
        assertEquals(
                List.of(Code.LOST_SECRET_SERVER),
                verdict.concerns().stream().map(Finding::code).toList());
    }

    @Test
    public void restoredButNotBackedUpSince() {
        Host host = host(NEW)
                .event(EventId.BACKED_UP, 2, "x", NEW, "")
                .event(EventId.SECRETS_NOT_LOADED, 5)
                .event(EventId.RESTORED, 6, "x", NEW, "");
        Verdict verdict = is(Kind.PROTECTED, host, held(NEW));
        assertEquals(
                Finding.of(Code.NOT_BACKED_UP_SINCE, START.plusSeconds(5), 5),
                verdict.concerns().get(0));
        host.event(EventId.BACKED_UP, 7, "y", NEW, "");
        assertEquals(List.of(), is(Kind.PROTECTED, host, held(NEW)).concerns());
    }

    // ---- a backup is lost ----

    @Test
    public void lossOfOneOfTwoBackups() {
        Backup one = held(NEW, OLD);
        Backup two = held(NEW, OLD);
        Verdict verdict = is(Kind.PROTECTED, host(NEW, OLD), one, two);
        assertSame(verdict, verdict.reconsidered("node", List.of(one, two)));
        assertEquals(
                Kind.PROTECTED,
                verdict.reconsidered("node", List.of(one.withState(State.GONE), two))
                        .kind());
    }

    @Test
    public void lossOfTheOnlyBackup() {
        Backup only = held(NEW);
        Verdict verdict = is(Kind.PROTECTED, host(NEW), only);
        for (State state : List.of(State.GONE, State.CHANGED)) {
            Verdict after = verdict.reconsidered("node", List.of(only.withState(state)));
            assertEquals(Kind.UNPROTECTED, after.kind());
            assertEquals(
                    List.of(state == State.GONE ? Code.ARTIFACT_GONE : Code.ARTIFACT_CHANGED, Code.NOT_COVERED),
                    codes(after));
            assertTrue(after.asksForBackup());
            assertSame(after, after.reconsidered("node", List.of()));
        }
        assertEquals(Kind.UNPROTECTED, verdict.reconsidered("node", List.of()).kind());
    }

    @Test
    public void lossOfTheBackupThatADamagedHostNeeds() {
        Host host = host(NEW).event(EventId.SECRETS_NOT_LOADED, 5);
        Backup one = held(NEW);
        Backup two = new Backup(
                UUID.randomUUID(),
                State.HELD,
                "node",
                "c",
                one.msids(),
                START,
                new Backup.Artifact("other", 8, "b", "", 1),
                START);
        Verdict verdict = is(Kind.DAMAGED, host, one);
        assertEquals(
                Finding.of(Code.DO_RESTORE, "other", 8, "b"),
                verdict.reconsidered("node", List.of(one.withState(State.GONE), two))
                        .nextStep());
        Verdict none = verdict.reconsidered("node", List.of(one.withState(State.CHANGED)));
        assertEquals(Code.DO_FIND_BACKUP, none.nextStep().code());
        assertEquals(Kind.DAMAGED, none.kind());
    }

    @Test
    public void lossLeadsToAnotherNodesBackupOnlyWithItsName() {
        Backup own = held(NEW);
        Backup older = ownAs("older", NEW);
        Backup claim = backupAs("claim", START.plusSeconds(60), NEW);
        Verdict covered = is(Kind.PROTECTED, host(NEW), own, older, claim);
        List<Backup> left = List.of(own.withState(State.GONE), older, claim);
        assertEquals(
                List.of(Finding.of(Code.COVERED, NEW, "job", 1, "older")),
                covered.reconsidered("node", left).evidence());
        Verdict borrowed = covered.reconsidered("node", List.of(own.withState(State.GONE), claim));
        assertEquals(Kind.PROTECTED, borrowed.kind());
        assertEquals(List.of(Finding.of(Code.COVERED_BY_OTHER_NODE, NEW, "other")), borrowed.concerns());
        assertSame(borrowed, borrowed.reconsidered("node", List.of(own.withState(State.GONE), claim)));
        Verdict none = borrowed.reconsidered("node", List.of());
        assertEquals(Kind.UNPROTECTED, none.kind());
        assertEquals(List.of(), none.concerns());

        Verdict damaged = is(Kind.DAMAGED, host(NEW).event(EventId.SECRETS_NOT_LOADED, 5), own, older, claim);
        assertEquals(restore("older"), damaged.reconsidered("node", left).nextStep());
        Verdict other = damaged.reconsidered("node", List.of(own.withState(State.GONE), claim));
        assertEquals(restoreOther("claim"), other.nextStep());
        assertEquals(
                Code.DO_FIND_BACKUP,
                other.reconsidered("node", List.of(claim.withState(State.GONE)))
                        .nextStep()
                        .code());
    }

    @Test
    public void whatIsSaidToHoldMoreIsNamedOnlyWhileItIsHeld() {
        Host host = host(NEW, OLD).event(EventId.SECRETS_NOT_LOADED, 5);
        Backup own = ownAs("own", OLD);
        Backup claim = backupAs("claim", NEW, OLD);
        Verdict verdict = is(Kind.DAMAGED, host, own, claim);
        assertSame(verdict, verdict.reconsidered("node", List.of(own, claim)));
        Verdict after = verdict.reconsidered("node", List.of(own, claim.withState(State.CHANGED)));
        assertEquals(restore("own"), after.nextStep());
        assertEquals(List.of(), after.concerns());
    }

    @Test
    public void lossDoesNotLeadToABackupOfOtherSecrets() {
        Backup lost = held(OLD, OLDER);
        Verdict verdict = is(Kind.DAMAGED, host(NEW, OLD).event(EventId.SECRETS_NOT_LOADED, 5), lost);
        assertEquals(
                Finding.of(Code.DO_FIND_BACKUP),
                verdict.reconsidered("node", List.of(lost.withState(State.GONE), backupAs("older", OLDER)))
                        .nextStep());
        Verdict invalid = is(Kind.DAMAGED, host(NEW, OLD).event(EventId.SECRET_INVALID, 5, OLD), lost);
        assertEquals(
                Finding.of(Code.DO_FIND_BACKUP),
                invalid.reconsidered("node", List.of(lost.withState(State.GONE), backupAs("new", NEW)))
                        .nextStep());
    }

    @Test
    public void furtherConcernsStandOnce() {
        Verdict verdict = is(Kind.PROTECTED, host(NEW), held(NEW));
        Finding concern = Finding.of(Code.TOO_OLD, "job", 7, START, 30);
        assertSame(verdict, verdict.with(List.of()));
        Verdict more = verdict.with(List.of(concern));
        assertEquals(List.of(concern), more.concerns());
        assertSame(more, more.with(List.of(concern)));
    }

    // ---- the table's words ----

    private static Verdict is(Kind kind, Host host, Backup... backups) {
        Verdict verdict = Verdict.of("node", host.facts(), Arrays.asList(backups));
        assertEquals(verdict.toString(), kind, verdict.kind());
        return verdict;
    }

    private static List<Code> codes(Verdict verdict) {
        return verdict.evidence().stream().map(Finding::code).toList();
    }

    private static Backup held(Msid... msids) {
        return backup(State.HELD, "biztalk1", msids);
    }

    /** A held backup of another computer's, as that artifact. */
    private static Backup backupAs(String artifact, Msid... msids) {
        return backupAs(artifact, START.minusSeconds(1), msids);
    }

    private static Backup backupAs(String artifact, Instant made, Msid... msids) {
        return claimAs(artifact, "OTHERHOST", made, msids);
    }

    /** A held backup that was made on this node, as that artifact. */
    private static Backup ownAs(String artifact, Msid... msids) {
        return backupAs(artifact, msids).withHost("node");
    }

    /** A held backup that was made on another node, whose host calls itself so. */
    private static Backup claimAs(String artifact, String computer, Instant made, Msid... msids) {
        return new Backup(
                UUID.randomUUID(),
                State.HELD,
                "other",
                computer,
                new TreeSet<>(List.of(msids)),
                made,
                new Backup.Artifact("job", 1, artifact, "00", 1),
                START);
    }

    private static Finding restoreOther(String artifact) {
        return Finding.of(Code.DO_RESTORE_OTHER, "job", 1, artifact, "other");
    }

    private static Finding more(String artifact) {
        return Finding.of(Code.MORE_ON_OTHER_NODE, "job", 1, artifact, "other");
    }

    private static Finding restore(String artifact) {
        return Finding.of(Code.DO_RESTORE, "job", 1, artifact);
    }

    private static Backup failed(Msid... msids) {
        return backup(State.FAILED, "biztalk1", msids);
    }

    private static Backup backup(State state, String computer, Msid... msids) {
        return new Backup(
                UUID.randomUUID(),
                state,
                "node",
                computer,
                new TreeSet<>(List.of(msids)),
                START,
                new Backup.Artifact("backup-job", 7, "entsso/a.bak", "00", 1),
                START);
    }

    private static Host host(Msid... msids) {
        return new Host(msids);
    }

    private static final class Host {
        private final List<EntssoEvent> events = new ArrayList<>();
        private HostFacts.Repeats required = HostFacts.Repeats.NONE;
        private QueryResult<HostFacts.Secrets> secrets;
        private Failure logFailure;
        private boolean complete = true;
        private QueryResult<String> tool = QueryResult.of("C:\\ssoconfig.exe");

        Host(Msid... msids) {
            secrets = QueryResult.of(new HostFacts.Secrets(true, new TreeSet<>(List.of(msids))));
        }

        Host event(EventId id, long record, Object... strings) {
            events.add(new EntssoEvent(
                    id,
                    record,
                    START.plusSeconds(record),
                    Arrays.stream(strings).map(String::valueOf).toList()));
            return this;
        }

        Host required(int count, long first, long last) {
            required = new HostFacts.Repeats(count, false, mark(first), mark(last));
            return event(EventId.BACKUP_REQUIRED, last);
        }

        Host noKey() {
            secrets = QueryResult.of(HostFacts.Secrets.NO_KEY);
            return this;
        }

        Host noTool() {
            tool = QueryResult.failed(Failure.Kind.TOOL_MISSING, "no ssoconfig.exe");
            return this;
        }

        Host incomplete() {
            complete = false;
            return this;
        }

        Host logFails(Failure failure) {
            logFailure = failure;
            return this;
        }

        Host registryFails(Failure failure) {
            secrets = QueryResult.failed(failure);
            return this;
        }

        HostFacts facts() {
            QueryResult<HostFacts.Log> log = logFailure == null
                    ? QueryResult.of(new HostFacts.Log(events, required, mark(1), complete))
                    : QueryResult.failed(logFailure);
            return new HostFacts(
                    "BIZTALK1", "CORP\\svc-jenkins", "Windows Server 2022", START, true, log, secrets, tool);
        }

        private static HostFacts.Mark mark(long record) {
            return new HostFacts.Mark(record, START.plusSeconds(record));
        }
    }
}
