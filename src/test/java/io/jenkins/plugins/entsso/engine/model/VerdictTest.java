package io.jenkins.plugins.entsso.engine.model;

import static io.jenkins.plugins.entsso.engine.model.EventId.BACKED_UP;
import static io.jenkins.plugins.entsso.engine.model.EventId.GENERATED;
import static io.jenkins.plugins.entsso.engine.model.EventId.GOT_CURRENT_SECRET;
import static io.jenkins.plugins.entsso.engine.model.EventId.NO_SECRETS;
import static io.jenkins.plugins.entsso.engine.model.EventId.RESTORED;
import static io.jenkins.plugins.entsso.engine.model.EventId.RESTORE_FAILED;
import static io.jenkins.plugins.entsso.engine.model.EventId.SECRETS_NOT_LOADED;
import static io.jenkins.plugins.entsso.engine.model.EventId.SECRET_INVALID;
import static io.jenkins.plugins.entsso.engine.model.EventId.SECRET_SERVER_CHANGED;
import static io.jenkins.plugins.entsso.engine.model.EventId.SECRET_SERVER_STARTING;
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
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.Test;

/**
 * The tables of the rules, one a test. A row has the host, the backups that are known, and the verdict: its kind, the next
 * step, and the evidence.
 */
public class VerdictTest {
    private static final Msid NEW = Msid.of("{AAAAAAAA-0000-0000-0000-000000000001}");
    private static final Msid OLD = Msid.of("{BBBBBBBB-0000-0000-0000-000000000002}");
    private static final Msid OLDER = Msid.of("{CCCCCCCC-0000-0000-0000-000000000003}");
    private static final Instant START = Instant.parse("2026-05-12T08:00:00Z");
    private static final Failure DENIED = new Failure(Failure.Kind.ACCESS_DENIED, "Access is denied.");
    private static final Failure SILENT = new Failure(Failure.Kind.ERROR, "nothing came");
    private static final String FILE = "d:\\x.bak";

    // ---- what is there, and what it is ----

    @Test
    public void notWindows() {
        HostFacts facts = HostFacts.notWindows("linux1", "jenkins", "Linux 6.1", START);
        Verdict verdict = Verdict.of("node", Set.of("node"), facts, List.of(held(NEW)), LastKnown.NOTHING);
        assertEquals(Kind.NOT_WINDOWS, verdict.kind());
        assertFalse(verdict.asksForBackup());
    }

    @Test
    public void installed() {
        row(host().noKey().notInstalled()).is(Kind.NO_ENTSSO, Code.DO_NOTHING, Code.NO_ENTSSO);
        row(host().noKey().noTool()).is(Kind.NO_ENTSSO, Code.DO_NOTHING, Code.NO_ENTSSO);
        row(host().noKey().noTool().notInstalled().knownServer()).is(Kind.UNKNOWN, Code.DO_LOOK, Code.NO_ENTSSO);
        row(host(NEW).required(1, 6, 6).notInstalled().knownServer())
                .is(Kind.UNPROTECTED, Code.DO_BACK_UP, Code.REQUIRED);
    }

    /** It is believed only if it is of this host, since the interface can be redirected to another server. */
    @Test
    public void status() {
        Finding go = Finding.of(Code.DO_GO_TO, "MASTER2");
        Host leftover = host(NEW).required(1, 6, 6).event(SECRETS_NOT_LOADED, 7);
        assertEquals(
                go,
                row(leftover.status("BIZTALK1", "MASTER2", 0x1), held(NEW))
                        .is(Kind.NOT_A_SECRET_SERVER, Code.DO_GO_TO, Code.SECRET_SERVER_BY_STATUS)
                        .nextStep());
        // offline, or with no other server to name, it says nothing about the role
        for (Host host : List.of(
                leftover.status("BIZTALK1", "MASTER2", 0),
                leftover.status("BIZTALK1", "BIZTALK1", 0x1),
                leftover.status("BIZTALK1", "", 0x1))) {
            row(host).is(Kind.DAMAGED, Code.DO_FIND_BACKUP, Code.NOT_LOADED);
        }
        row(host(NEW).status("OTHERHOST", "MASTER2", 0x1), held(NEW)).is(Kind.PROTECTED, Code.DO_NOTHING, Code.COVERED);
        row(host(NEW).status("biztalk1.corp.example", "BIZTALK1", 0x3), held(NEW))
                .is(Kind.PROTECTED, Code.DO_NOTHING, Code.COVERED);
        Host noKey = host().noKey().event(SECRET_SERVER_CHANGED, 6, "MASTER2", "BIZTALK1");
        row(noKey.status("BIZTALK1", "BIZTALK1", 0x3)).is(Kind.UNKNOWN, Code.DO_LOOK, Code.STATUS_CONTRADICTION);
        row(noKey.status("OTHERHOST", "OTHERHOST", 0x3))
                .is(Kind.NOT_A_SECRET_SERVER, Code.DO_GO_TO, Code.NO_KEY, Code.SECRET_SERVER);
    }

    @Test
    public void withoutKey() {
        row(host().noKey()).is(Kind.NOT_A_SECRET_SERVER, Code.DO_NOTHING, Code.NO_KEY);
        Verdict member = row(host().noKey().event(GOT_CURRENT_SECRET, 5, "MASTER1", NEW))
                .is(Kind.NOT_A_SECRET_SERVER, Code.DO_GO_TO, Code.NO_KEY, Code.SECRET_SERVER);
        assertEquals(Finding.of(Code.DO_GO_TO, "MASTER1"), member.nextStep());
        row(host().noKey().required(9, 2, 4).event(SECRET_SERVER_CHANGED, 6, "MASTER2", "BIZTALK1"))
                .is(Kind.NOT_A_SECRET_SERVER, Code.DO_GO_TO, Code.NO_KEY, Code.SECRET_SERVER);
        for (Host host : List.of(host().noKey().noTool(), host().noKey())) {
            row(host.logFails(DENIED)).is(Kind.UNKNOWN, Code.DO_GRANT_ACCESS, Code.NO_KEY, Code.LOG_FAILED);
        }
    }

    @Test
    public void noKeyButTheLogSpeaksOfASecretServer() {
        Code contradiction = Code.ROLE_CONTRADICTION;
        row(host().noKey().event(SECRET_SERVER_STARTING, 5)).is(Kind.UNKNOWN, Code.DO_LOOK, contradiction);
        // ENTSSO's own word: where the key is is only documented
        Verdict asked = row(host().noKey().required(9, 2, 4)).is(Kind.UNPROTECTED, Code.DO_BACK_UP, Code.REQUIRED);
        assertEquals(contradiction, asked.concerns().get(0).code());
        for (EventId id : List.of(BACKED_UP, RESTORED, GENERATED)) {
            Host host = host().noKey().event(GOT_CURRENT_SECRET, 5, "MASTER1", NEW);
            row(host.event(id, 6, NEW, NEW, "")).kind(id == RESTORED ? Kind.NOT_A_SECRET_SERVER : Kind.UNKNOWN);
        }
        Host moved = host().noKey()
                .event(GOT_CURRENT_SECRET, 5, "MASTER1", NEW)
                .event(SECRET_SERVER_CHANGED, 6, "biztalk1.corp.example", "MASTER1");
        row(moved).is(Kind.UNKNOWN, Code.DO_LOOK, contradiction);
        moved.event(SECRET_SERVER_CHANGED, 7, "MASTER2", "BIZTALK1");
        assertEquals(
                Finding.of(Code.DO_GO_TO, "MASTER2"),
                row(moved).kind(Kind.NOT_A_SECRET_SERVER).nextStep());
    }

    // ---- damage ----

    @Test
    public void damage() {
        Verdict verdict = row(host(NEW).event(SECRETS_NOT_LOADED, 5), held(NEW))
                .is(Kind.DAMAGED, Code.DO_RESTORE, Code.NOT_LOADED);
        assertFalse("a damaged secret needs a restore", verdict.asksForBackup());
        row(host(NEW).event(SECRETS_NOT_LOADED, 5).required(4, 2, 9)).kind(Kind.DAMAGED);
        row(host().event(NO_SECRETS, 5)).is(Kind.DAMAGED, Code.DO_FIND_BACKUP, Code.NO_SECRETS);
        row(host().noKey().event(NO_SECRETS, 5)).kind(Kind.DAMAGED);
        row(host().registryFails(DENIED).event(SECRETS_NOT_LOADED, 5))
                .is(Kind.DAMAGED, Code.DO_FIND_BACKUP, Code.NOT_LOADED, Code.REGISTRY_FAILED);
        row(host(NEW).event(SECRET_INVALID, 5, OLDER), held(NEW)).is(Kind.DAMAGED, Code.DO_FIND_BACKUP, Code.INVALID);
    }

    @Test
    public void whatEndsDamage() {
        for (EventId damage : List.of(NO_SECRETS, SECRETS_NOT_LOADED, SECRET_INVALID)) {
            for (EventId end : List.of(RESTORED, BACKED_UP)) {
                Host host = host(NEW).event(damage, 5, NEW);
                row(host, held(NEW)).kind(Kind.DAMAGED);
                row(host.event(end, 6, FILE, NEW, ""), held(NEW)).kind(Kind.PROTECTED);
            }
        }
        row(host(NEW).event(NO_SECRETS, 5).event(GENERATED, 6, NEW), held(NEW)).kind(Kind.PROTECTED);
        row(host(NEW).event(SECRETS_NOT_LOADED, 5).event(GENERATED, 6, NEW), held(NEW))
                .kind(Kind.DAMAGED);
        for (Host host : List.of(
                host(NEW, OLD).event(SECRET_INVALID, 5, OLD).event(RESTORED, 6, FILE, NEW, ""),
                host(NEW, OLD).event(SECRET_INVALID, 5, OLD).event(GENERATED, 6, OLDER))) {
            row(host.event(BACKED_UP, 7, FILE, NEW, "")).kind(Kind.OUTDATED);
        }
    }

    /** What may have been restored or backed up since is not asked for by name: that would be red for ever. */
    @Test
    public void damageOfASecretThatIsNotListedStaysUntilAnythingEndsIt() {
        Backup both = held(NEW, OLD);
        Host damaged = host(NEW)
                .event(BACKED_UP, 10, "C:\\" + BackupName.of(both.id()), NEW, OLD)
                .event(SECRET_INVALID, 20, OLD);
        row(damaged, both).is(Kind.DAMAGED, Code.DO_RESTORE, Code.INVALID);
        row(host(NEW).after(damaged), both).kind(Kind.DAMAGED);
        Host mended = host(NEW, OLD, OLDER)
                .event(SECRET_INVALID, 20, OLD)
                .event(RESTORED, 21, FILE, NEW, "")
                .event(GENERATED, 22, OLDER)
                .event(BACKED_UP, 23, FILE, OLDER, NEW);
        row(mended, held(OLDER, NEW)).kind(Kind.OUTDATED);
    }

    @Test
    public void damageOfARoleThatWasHandedOn() {
        for (EventId damage : List.of(NO_SECRETS, SECRETS_NOT_LOADED)) {
            Host host = host().noKey().event(damage, 5, NEW);
            row(host, held(NEW)).kind(Kind.DAMAGED);
            host.event(SECRET_SERVER_CHANGED, 6, "MASTER2", "BIZTALK1");
            row(host, held(NEW)).is(Kind.NOT_A_SECRET_SERVER, Code.DO_GO_TO, Code.NO_KEY, Code.SECRET_SERVER);
            row(host.registryFails(DENIED), held(NEW)).kind(Kind.NOT_A_SECRET_SERVER);
            row(host.noKey().event(damage, 7, NEW), held(NEW)).kind(Kind.DAMAGED);
        }
        row(host(NEW).event(SECRETS_NOT_LOADED, 5).event(SECRET_SERVER_CHANGED, 6, "MASTER2", "BIZTALK1"))
                .is(Kind.NOT_A_SECRET_SERVER, Code.DO_GO_TO, Code.SECRET_SERVER);
    }

    // ---- from where to restore ----

    @Test
    public void restoreFromWhatHasTheMostOfTheSecrets() {
        Host host = host(NEW, OLD).event(SECRETS_NOT_LOADED, 5);
        Backup both = own("both", NEW, OLD);
        Backup old = own("old", OLD, OLDER);
        step(restore("both"), host, old, both, held(OLD));
        step(restore("old"), host, old);
        host.event(BACKED_UP, 4, "d:\\old.bak", OLD, OLDER);
        step(restore("old"), host, old);
        host.event(BACKED_UP, 3, FILE, NEW, OLD);
        step(Finding.of(Code.DO_RESTORE_FILE, FILE), host, old);
    }

    @Test
    public void restoreOnlyWhatIsOfTheseSecrets() {
        Host host = host(NEW).event(BACKED_UP, 3, FILE, OLDER, "").event(SECRETS_NOT_LOADED, 5);
        step(Finding.of(Code.DO_FIND_BACKUP), host, held(OLDER));
        step(restore("right"), host, held(OLDER), own("right", NEW));
        Host invalid = host(NEW, OLD).event(SECRET_INVALID, 5, OLD);
        step(restore("with"), invalid, own("with", OLD), own("without", NEW));
        step(Finding.of(Code.DO_FIND_BACKUP), invalid, own("without", NEW));
        step(
                Finding.of(Code.DO_RESTORE_FILE, FILE),
                host(NEW).event(BACKED_UP, 3, FILE, NEW, "").event(SECRET_INVALID, 5, NEW));
    }

    @Test
    public void restoreByTheLogWhereTheRegistryShowsNoSecret() {
        Host host = host().event(GENERATED, 2, OLD).event(NO_SECRETS, 5);
        step(restore("right"), host, held(NEW), own("right", OLD));
        step(Finding.of(Code.DO_FIND_BACKUP), host, held(NEW));
        Backup named = held(NEW);
        Host nameless = host().event(NO_SECRETS, 5);
        step(Finding.of(Code.DO_RESTORE, named), nameless, named);
        Backup claim = backup(State.HELD, "other", "BIZTALK1", "claim", START.plusSeconds(60), OLD);
        step(Finding.of(Code.DO_FIND_BACKUP), nameless, claim);
        step(Finding.of(Code.DO_RESTORE, named), nameless, claim, named);
    }

    /** An agent may claim whatever it likes; a restore from its file would replace the secrets. */
    @Test
    public void restoreFromWhatTheHostVouchesFor() {
        Host host = host(NEW, OLD).event(SECRETS_NOT_LOADED, 5);
        Backup claim = others("claim", START.plusSeconds(60), NEW, OLD);
        step(restore("own"), host, own("own", OLD), claim);
        assertEquals(
                List.of(claimed(claim)),
                step(Finding.of(Code.DO_FIND_BACKUP), host, claim).concerns());
        step(restore("claim"), host.clustered(), claim.withHost("mate"), own("own", OLD));
        step(Finding.of(Code.DO_FIND_BACKUP), host.clustered(), claim);
        Host logged = host(NEW, OLD).event(SECRETS_NOT_LOADED, 5).event(BACKED_UP, 3, FILE, NEW, OLD);
        step(Finding.of(Code.DO_RESTORE_FILE, FILE), logged, claim);
        logged.event(BACKED_UP, 4, "C:\\" + BackupName.of(claim.id()), NEW, OLD);
        assertEquals(List.of(), step(restore("claim"), logged, claim).concerns());
    }

    // ---- ENTSSO asks for a backup ----

    @Test
    public void required() {
        Verdict verdict = row(host(NEW).required(3412, 10, 4000)).is(Kind.UNPROTECTED, Code.DO_BACK_UP, Code.REQUIRED);
        assertEquals("3412", verdict.evidence().get(0).arguments().get(0));
        assertTrue(verdict.asksForBackup());
        row(host(NEW).required(1, 6, 6), held(NEW)).kind(Kind.UNPROTECTED);
        for (EventId end : List.of(BACKED_UP, RESTORED)) {
            row(host(NEW).event(end, 5, FILE, NEW, "").required(1, 6, 6)).kind(Kind.UNPROTECTED);
            row(host(NEW).required(3, 10, 12).event(end, 13, FILE, NEW, ""), held(NEW))
                    .kind(Kind.PROTECTED);
        }
        Verdict denied = row(host().registryFails(DENIED).required(1, 6, 6))
                .is(Kind.UNPROTECTED, Code.DO_BACK_UP, Code.REQUIRED, Code.REGISTRY_FAILED);
        assertTrue("whatever else cannot be read", denied.asksForBackup());
        Verdict stopped = row(host(NEW).required(1, 6, 6).service(EntssoService.State.STOPPED))
                .is(Kind.UNPROTECTED, Code.DO_FIND_ACTIVE_NODE, Code.REQUIRED);
        assertFalse("the file would land on another node", stopped.canBackUp() || stopped.asksForBackup());
        assertEquals(List.of(Finding.of(Code.SERVICE_STOPPED)), stopped.concerns());
    }

    @Test
    public void afterABootTheServiceHasThreeMinutes() {
        Host host = host(NEW).required(1, 6, 6).event(EventId.OUT_OF_SERVICE, 7);
        Verdict starting =
                row(host.booted(EntssoService.State.STOPPED, 179)).is(Kind.UNPROTECTED, Code.DO_WAIT, Code.REQUIRED);
        assertFalse("nobody could make one", starting.canBackUp());
        assertEquals(List.of(Finding.of(Code.SERVICE_STARTING)), starting.concerns());
        Verdict pending = row(host.booted(EntssoService.State.START_PENDING, 1000))
                .is(Kind.UNPROTECTED, Code.DO_BACK_UP, Code.REQUIRED);
        assertEquals(List.of(Finding.of(Code.SERVICE_STARTING)), pending.concerns());
        Verdict stopped = row(host.booted(EntssoService.State.STOPPED, 181))
                .is(Kind.UNPROTECTED, Code.DO_FIND_ACTIVE_NODE, Code.REQUIRED);
        assertEquals(
                List.of(Code.OUT_OF_SERVICE, Code.SERVICE_STOPPED),
                stopped.concerns().stream().map(Finding::code).toList());
    }

    /** After a failover the log of the node goes on saying so. */
    @Test
    public void requiredUntilTheClusterHasBackedUp() {
        Instant later = START.plusSeconds(6 + 15 * 60 + 1);
        Host host = host(NEW, OLD).required(1, 6, 6).clustered();
        Backup since = mates("since", later, NEW, OLD);
        row(host, since).is(Kind.PROTECTED, Code.DO_NOTHING, Code.COVERED, Code.COVERED);
        for (Backup backup : List.of(
                mates("within what clocks differ", later.minusSeconds(1), NEW, OLD),
                mates("of another secret", later, OLDER),
                since.withState(State.GONE),
                since.withHost("node"),
                since.withHost("other"))) {
            row(host, backup).kind(Kind.UNPROTECTED);
        }
        row(host(NEW, OLD).required(1, 6, 6), since).kind(Kind.UNPROTECTED);
        assertEquals(
                "SSOCLUSTER",
                row(host.service(EntssoService.State.STOPPED), held(OLDER))
                        .is(Kind.UNPROTECTED, Code.DO_GO_TO, Code.REQUIRED)
                        .nextStep()
                        .arguments()
                        .get(0));
    }

    // ---- what cannot be read ----

    @Test
    public void unreadable() {
        Verdict silent = row(host(NEW).logFails(SILENT), held(NEW))
                .is(Kind.UNKNOWN, Code.DO_REPAIR, Code.LOG_FAILED, Code.COVERED);
        assertTrue("a person may want one", silent.canBackUp());
        assertFalse("nobody asks for one", silent.asksForBackup());
        Verdict denied = row(host().registryFails(DENIED), held(NEW))
                .is(Kind.UNKNOWN, Code.DO_GRANT_ACCESS, Code.REGISTRY_FAILED);
        assertEquals(Finding.of(Code.DO_GRANT_ACCESS, "CORP\\svc-jenkins"), denied.nextStep());
        row(host().logFails(SILENT).registryFails(DENIED))
                .is(Kind.UNKNOWN, Code.DO_GRANT_ACCESS, Code.LOG_FAILED, Code.REGISTRY_FAILED);
        row(host(), held(NEW)).is(Kind.UNKNOWN, Code.DO_LOOK, Code.NO_MSID);
        Verdict unreachable = Verdict.unreachable(SILENT);
        assertEquals(Kind.UNKNOWN, unreachable.kind());
        assertFalse(unreachable.asksForBackup());
    }

    // ---- coverage ----

    @Test
    public void covered() {
        Verdict verdict = row(host(NEW, OLD), held(OLD, OLDER), held(NEW))
                .is(Kind.PROTECTED, Code.DO_NOTHING, Code.COVERED, Code.COVERED);
        assertFalse(verdict.asksForBackup());
        row(host(NEW, OLD), held(NEW, OLD)).kind(Kind.PROTECTED);
        for (State state : State.values()) {
            boolean isProtected = Verdict.of(
                                    "node",
                                    Set.of("node"),
                                    host(NEW).facts(),
                                    List.of(held(NEW).withState(state)),
                                    LastKnown.NOTHING)
                            .kind()
                    == Kind.PROTECTED;
            assertEquals(state.toString(), state == State.HELD, isProtected);
        }
    }

    /** Whatever another node's agent says, the verdict is what it is without it, but for a concern with the node's name. */
    @Test
    public void whatOthersClaimChangesNoVerdict() {
        List<Backup> claims = new ArrayList<>();
        for (State state : State.values()) {
            for (Instant made : List.of(START.minusSeconds(99), START.plusSeconds(99), START.plusSeconds(99999))) {
                claims.add(others("a", made, NEW).withState(state));
                claims.add(others("b", made, NEW, OLD, OLDER).withState(state));
                claims.add(backup(state, "third", "BIZTALK1", "c", made, NEW, OLD));
            }
        }
        Set<Kind> seen = EnumSet.noneOf(Kind.class);
        for (Host host : List.of(
                host(NEW),
                host(NEW).event(SECRET_SERVER_STARTING, 5),
                host(NEW, OLD),
                host(NEW, OLD).clustered(),
                host(NEW).required(1, 6, 6),
                host(NEW).required(1, 6, 6).clustered(),
                host(NEW, OLD).event(GENERATED, 5, NEW),
                host(NEW).event(BACKED_UP, 5, FILE, NEW, ""),
                host(NEW).event(SECRETS_NOT_LOADED, 5),
                host().registryFails(DENIED).event(GENERATED, 5, NEW),
                host(NEW).logFails(DENIED),
                host(OLD).event(GENERATED, 5, NEW),
                host(NEW).event(GOT_CURRENT_SECRET, 5, "MASTER1", NEW),
                host().noKey())) {
            for (Backup[] own : new Backup[][] {{}, {held(NEW)}, {held(OLD)}, {held(NEW, OLD)}}) {
                Verdict alone = Verdict.of("node", host.cluster, host.facts(), List.of(own), LastKnown.NOTHING);
                List<Backup> all = new ArrayList<>(List.of(own));
                all.addAll(claims);
                Verdict claimed = Verdict.of("node", host.cluster, host.facts(), all, LastKnown.NOTHING);
                seen.add(claimed.kind());
                assertEquals(alone.kind(), claimed.kind());
                assertEquals(alone.evidence(), claimed.evidence());
                assertEquals(alone.nextStep(), claimed.nextStep());
                assertEquals(
                        BackupSelection.oldestCover("node", host.cluster, host.facts(), List.of(own)),
                        BackupSelection.oldestCover("node", host.cluster, host.facts(), all));
                List<Finding> more = new ArrayList<>(claimed.concerns());
                more.removeAll(alone.concerns());
                assertTrue(
                        more.toString(),
                        more.stream().allMatch(f -> f.code() == Code.CLAIMED)
                                && more.stream()
                                                .map(f -> f.arguments().get(3))
                                                .distinct()
                                                .count()
                                        == more.size());
            }
        }
        assertTrue(seen.toString(), seen.size() > 6);
        Backup claim = others("a", START, NEW);
        assertEquals(
                List.of(claimed(claim)),
                row(host(NEW), claim).kind(Kind.UNKNOWN).concerns());
    }

    @Test
    public void coveredByWhatItsOwnLogTellsOf() {
        Backup others = others("other.bak", START, NEW);
        Host renamed = host(NEW).event(BACKED_UP, 9, "C:\\" + BackupName.of(others.id()), NEW, "");
        assertEquals(List.of(), row(renamed, others).kind(Kind.PROTECTED).concerns());
    }

    /** The nodes of a cluster, as an administrator has named them, vouch for one another. */
    @Test
    public void coveredByTheCluster() {
        Instant later = START.plusSeconds(3600);
        for (Host host : List.of(
                host(NEW),
                host(NEW, OLD),
                host(NEW, OLD).required(1, 6, 6),
                // a new secret after a failover, of which the log here says nothing
                host(NEW, OLD).event(GENERATED, 5, OLDER).event(BACKED_UP, 6, FILE, OLDER, ""),
                host(NEW, OLD).event(BACKED_UP, 6, FILE, OLD, OLDER).service(EntssoService.State.STOPPED),
                host(NEW, OLD).status("SSOCLUSTER", "SSOCLUSTER", 0x23))) {
            row(host.clustered(), mates("m", later, NEW, OLD)).kind(Kind.PROTECTED);
        }
        Host failedBack = host(NEW, OLD).clustered().event(GENERATED, 7200, NEW);
        row(failedBack, mates("m", later, OLD, OLDER)).kind(Kind.OUTDATED);
        row(host(NEW).clustered().event(SECRETS_NOT_LOADED, 5), mates("m", later, NEW))
                .kind(Kind.DAMAGED);
        Host passive =
                host().noKey().clustered().service(EntssoService.State.STOPPED).required(1, 6, 6);
        assertEquals(
                Finding.of(Code.DO_GO_TO, "SSOCLUSTER"),
                row(passive, mates("m", later, NEW))
                        .kind(Kind.NOT_A_SECRET_SERVER)
                        .nextStep());
        row(passive).kind(Kind.UNPROTECTED);
    }

    /** ENTSSO may tell of itself by the network name of the cluster, which only an administrator can say. */
    @Test
    public void statusOfTheCluster() {
        Host host = host(NEW).event(GOT_CURRENT_SECRET, 5, "MASTER2", NEW);
        row(host, held(NEW)).kind(Kind.NOT_A_SECRET_SERVER);
        row(host.status("SSOCLUSTER", "SSOCLUSTER", 0x23), held(NEW)).kind(Kind.NOT_A_SECRET_SERVER);
        row(host.clustered(), held(NEW)).kind(Kind.PROTECTED);
        row(host(NEW).clustered().event(GOT_CURRENT_SECRET, 5, "ssocluster.corp.example", NEW), held(NEW))
                .kind(Kind.PROTECTED);
        row(host.status("SSOCLUSTER", "MASTER2", 0x21), held(NEW)).kind(Kind.NOT_A_SECRET_SERVER);
    }

    @Test
    public void outdated() {
        Verdict verdict = row(host(NEW, OLD).event(GENERATED, 9, NEW), held(OLD, OLDER))
                .is(Kind.OUTDATED, Code.DO_BACK_UP, Code.NOT_COVERED, Code.GENERATED, Code.COVERED);
        assertTrue(verdict.asksForBackup());
        row(host(NEW), held(OLDER)).kind(Kind.OUTDATED);
        row(host(NEW, OLD).event(BACKED_UP, 5, FILE, OLD, OLDER).event(GENERATED, 9, NEW))
                .kind(Kind.OUTDATED);
    }

    @Test
    public void heldElsewhere() {
        Verdict verdict = row(host(NEW, OLD).event(BACKED_UP, 5, FILE, NEW, OLD))
                .is(
                        Kind.HELD_ELSEWHERE,
                        Code.DO_BACK_UP,
                        Code.NOT_COVERED,
                        Code.REPORTED,
                        Code.NOT_COVERED,
                        Code.REPORTED);
        assertTrue(verdict.asksForBackup());
        row(host(NEW, OLD).event(BACKED_UP, 5, FILE, NEW, OLD), held(OLD, OLDER))
                .kind(Kind.HELD_ELSEWHERE);
        // it may be an artifact that was downloaded: not to be called a backup of somebody else's
        Verdict restored = row(host(NEW).event(RESTORED, 5, FILE, NEW, ""))
                .is(Kind.HELD_ELSEWHERE, Code.DO_BACK_UP, Code.NOT_COVERED, Code.RESTORED_FROM);
        assertEquals(
                Finding.of(Code.RESTORED_FROM, NEW, FILE, START.plusSeconds(5), 5),
                restored.evidence().get(1));
    }

    @Test
    public void neverBackedUpOrNotKept() {
        row(host(NEW).event(GENERATED, 5, NEW)).is(Kind.UNPROTECTED, Code.DO_BACK_UP, Code.NOT_COVERED, Code.GENERATED);
        row(host(NEW).event(GENERATED, 5, NEW).incomplete())
                .is(Kind.UNKNOWN, Code.DO_BACK_UP, Code.NOT_COVERED, Code.GENERATED, Code.NO_PAST);
        Verdict noPast = row(host(NEW)).is(Kind.UNKNOWN, Code.DO_BACK_UP, Code.NOT_COVERED, Code.NO_PAST);
        assertTrue("a backup is the cure, and can be proven", noPast.asksForBackup());
        String ours = "C:\\Temp\\entsso-1\\" + BackupName.of(new UUID(1, 1)).toUpperCase();
        Verdict notKept = row(
                        host(NEW).required(1, 4, 4).event(BACKED_UP, 5, ours, NEW, ""),
                        held(NEW).withState(State.FAILED))
                .is(Kind.UNPROTECTED, Code.DO_BACK_UP, Code.NOT_COVERED, Code.LOST);
        assertTrue(notKept.asksForBackup());
    }

    /** The host is not asked again: what it said stays, only what is held has changed. */
    @Test
    public void aBackupIsLost() {
        Backup one = held(NEW);
        row(host(NEW), one, held(NEW)).kind(Kind.PROTECTED);
        row(host(NEW), one.withState(State.GONE), held(NEW)).is(Kind.PROTECTED, Code.DO_NOTHING, Code.COVERED);
        Code gone = Code.ARTIFACT_GONE;
        row(host(NEW), one.withState(State.GONE)).is(Kind.UNPROTECTED, Code.DO_BACK_UP, gone, Code.NOT_COVERED);
        row(host(NEW), one.withState(State.CHANGED))
                .is(Kind.UNPROTECTED, Code.DO_BACK_UP, Code.ARTIFACT_CHANGED, Code.NOT_COVERED);
        row(host(NEW, OLD), one.withState(State.GONE), held(OLD))
                .is(Kind.OUTDATED, Code.DO_BACK_UP, gone, Code.NOT_COVERED, Code.COVERED);
        Host logged = host(NEW).event(BACKED_UP, 5, "C:\\" + BackupName.of(one.id()), NEW, "");
        row(logged, one.withState(State.GONE)).is(Kind.UNPROTECTED, Code.DO_BACK_UP, gone, Code.NOT_COVERED);
        step(Finding.of(Code.DO_FIND_BACKUP), host(NEW).event(SECRETS_NOT_LOADED, 5), one.withState(State.GONE));
    }

    @Test
    public void currentSecretByTheLogIsNotInTheRegistry() {
        for (EventId id : List.of(GENERATED, BACKED_UP, RESTORED)) {
            Host host =
                    id == GENERATED ? host(OLD).event(id, 5, NEW) : host(OLD).event(id, 5, FILE, NEW, OLD);
            Verdict verdict = row(host, held(OLD)).kind(id == GENERATED ? Kind.OUTDATED : Kind.HELD_ELSEWHERE);
            assertTrue(verdict.evidence().contains(Finding.of(Code.UNLISTED, NEW, START.plusSeconds(5), 5)));
            row(host, held(OLD, NEW)).is(Kind.UNKNOWN, Code.DO_LOOK, Code.UNLISTED, Code.COVERED, Code.COVERED);
            row(host.event(BACKED_UP, 6, "d:\\y.bak", OLD, ""), held(OLD)).kind(Kind.PROTECTED);
        }
        row(host(OLD).event(GENERATED, 5, NEW).required(1, 6, 6), held(OLD)).kind(Kind.UNPROTECTED);
    }

    // ---- concerns do not change the verdict ----

    @Test
    public void whoseCredentialsDoNotOpenItAnyMore() {
        Backup backup = held(NEW);
        for (BackupCredentials.State state : BackupCredentials.State.values()) {
            Backup made = backup.withCredentials(new BackupCredentials("safe", "key", "mac", state));
            Map<BackupCredentials.State, Code> concerns = Map.of(
                    BackupCredentials.State.CHANGED, Code.PASSWORD_CHANGED,
                    BackupCredentials.State.GONE, Code.CREDENTIALS_GONE);
            List<Finding> expected = Stream.ofNullable(concerns.get(state))
                    .map(code -> Finding.of(code, made, "safe"))
                    .toList();
            assertEquals(expected, row(host(NEW), made).kind(Kind.PROTECTED).concerns());
            Host damaged = host(NEW).event(SECRETS_NOT_LOADED, 5);
            assertEquals(expected, row(damaged, made).kind(Kind.DAMAGED).concerns());
        }
    }

    @Test
    public void concerns() {
        Host host = host(NEW)
                .event(BACKED_UP, 2, "x", NEW, "")
                .event(EventId.REENCRYPT_FAILED, 5, "10", "0x80004005")
                .event(EventId.OUT_OF_SERVICE, 6)
                .event(EventId.BACKUP_FAILED, 7, "f", NEW, "", "user", "0x80070005")
                .event(EventId.RESTORE_FAILED, 8, "f", NEW, "", "user", "0x80070005");
        Verdict verdict =
                concerns(host, Code.OUT_OF_SERVICE, Code.REENCRYPT_FAILED, Code.BACKUP_FAILED, Code.RESTORE_FAILED);
        assertEquals("0x80070005", verdict.concerns().get(2).arguments().get(0));
        concerns(host(NEW)
                .event(EventId.OUT_OF_SERVICE, 6)
                .event(EventId.IN_SERVICE, 7)
                .event(EventId.BACKUP_FAILED_MEDIA, 8, "f", "user", "pc", "0x1")
                .event(BACKED_UP, 9, "x", NEW, ""));
        concerns(host(NEW).noTool(), Code.TOOL_MISSING);
        Host restored = host(NEW)
                .event(BACKED_UP, 2, "x", NEW, "")
                .event(SECRETS_NOT_LOADED, 5)
                .event(RESTORED, 6, "x", NEW, "");
        concerns(restored, Code.NOT_BACKED_UP_SINCE);
        concerns(restored.event(BACKED_UP, 7, "y", NEW, ""));
        Verdict lost = row(host().noKey().event(EventId.LOST_SECRET_SERVER, 5, "MASTER1", "0x800706ba"))
                .kind(Kind.NOT_A_SECRET_SERVER);
        assertEquals(Code.LOST_SECRET_SERVER, lost.concerns().get(0).code());
    }

    @Test
    public void furtherConcernsStandOnce() {
        Verdict verdict = row(host(NEW), held(NEW)).kind(Kind.PROTECTED);
        Finding concern = Finding.of(Code.TOO_OLD, "job", 7, START, 30);
        assertSame(verdict, verdict.with(List.of()));
        Verdict more = verdict.with(List.of(concern));
        assertEquals(List.of(concern), more.concerns());
        assertSame(more, more.with(List.of(concern)));
    }

    @Test
    public void everySourceAgrees() {
        Backup ours = held(NEW);
        Host flooded = host(NEW).event(SECRET_SERVER_STARTING, 5).incomplete();
        row(flooded, ours).is(Kind.UNKNOWN, Code.DO_BACK_UP, Code.NO_PAST, Code.COVERED);
        // all that came after the backup was read
        row(flooded.event(BACKED_UP, 4, "C:\\" + BackupName.of(ours.id()), NEW, ""), ours)
                .kind(Kind.PROTECTED);
        for (EventId id : List.of(BACKED_UP, RESTORED)) {
            Host other = host(NEW).event(id, 6, FILE, NEW, OLD);
            row(other, ours).kind(Kind.HELD_ELSEWHERE);
            row(other, held(NEW, OLD)).kind(Kind.PROTECTED);
        }
    }

    // ---- the role, and where a backup would land ----

    @Test
    public void whatProvesTheRole() {
        for (EventId none : List.of(EventId.LOST_SECRET_SERVER, EventId.FOUND_SECRET_SERVER)) {
            row(host(NEW).event(none, 5, "MASTER1"), held(NEW)).kind(Kind.PROTECTED);
        }
        Host fetches = host(NEW).event(GOT_CURRENT_SECRET, 5, "MASTER1", NEW);
        for (EventId none : List.of(NO_SECRETS, EventId.SECRET_FETCHED, RESTORED)) {
            assertFalse(host(NEW).event(none, 6, FILE, NEW).known().role().isHere());
        }
        row(fetches.event(EventId.SECRET_FETCHED, 6, "1", NEW), held(NEW)).kind(Kind.NOT_A_SECRET_SERVER);
        for (EventId here : List.of(SECRET_SERVER_STARTING, GENERATED, BACKED_UP, EventId.BACKUP_REQUIRED)) {
            assertTrue(host(NEW).event(here, 6, NEW, NEW).known().role().isHere());
        }
    }

    @Test
    public void theAnswer10766CountsForAWeekAndOfThisHostOnly() {
        Backup refused = backup(State.WRONG_HOST, "node", "BIZTALK1", "", START.minusSeconds(60));
        row(host(NEW), refused).is(Kind.NOT_A_SECRET_SERVER, Code.DO_FIND_SERVER, Code.WRONG_HOST);
        row(host(NEW).at(7 * 86400 - 61), refused).kind(Kind.NOT_A_SECRET_SERVER);
        row(host(NEW).at(7 * 86400 - 60), refused).kind(Kind.UNKNOWN);
        row(host(NEW).status("OTHERHOST", "OTHERHOST", 0x3), refused).kind(Kind.UNKNOWN);
    }

    @Test
    public void noBackupWhereAnotherHostAnswers() {
        Verdict verdict = row(host(NEW).required(1, 6, 6).status("OTHERHOST", "MASTER2", 0x3))
                .is(Kind.UNPROTECTED, Code.DO_RUN_THERE, Code.REQUIRED);
        assertFalse(verdict.canBackUp() || verdict.asksForBackup());
        assertEquals(List.of(Finding.of(Code.REDIRECTED, "OTHERHOST")), verdict.concerns());
        // one that names no computer is no other host's, whatever its cluster is called
        for (String cluster : List.of("", "SSOCLUSTER")) {
            assertTrue(row(host(NEW).required(1, 6, 6).status("", cluster, "MASTER2", 0x3))
                    .kind(Kind.UNPROTECTED)
                    .asksForBackup());
        }
        // by the log alone it is another one: a person may know better
        Verdict member =
                row(host().noKey().event(GOT_CURRENT_SECRET, 5, "MASTER1", NEW)).kind(Kind.NOT_A_SECRET_SERVER);
        assertTrue(member.canBackUp() && !member.asksForBackup());
        assertFalse(row(host().noKey().status("BIZTALK1", "MASTER1", 0x1))
                .kind(Kind.NOT_A_SECRET_SERVER)
                .canBackUp());
    }

    // ---- what was known before ----

    @Test
    public void aKeyThatVanishesEndsNoRole() {
        Host server = host(NEW).status("BIZTALK1", "BIZTALK1", 0x3);
        for (Host before : List.of(server, host(NEW).event(SECRET_SERVER_STARTING, 5), host(NEW))) {
            Host gone = host().noKey().after(before);
            row(gone, held(NEW)).is(Kind.UNKNOWN, Code.DO_LOOK, gone.contradiction());
            assertEquals(new TreeSet<>(List.of(NEW)), gone.known().msids());
            Host moved = host().noKey().after(before).event(SECRET_SERVER_CHANGED, 6, "MASTER2", "BIZTALK1");
            row(moved, held(NEW)).kind(Kind.NOT_A_SECRET_SERVER);
            assertEquals(new TreeSet<>(), moved.known().msids());
        }
    }

    @Test
    public void whichSecretIsCurrentStaysKnown() {
        Backup ours = held(NEW);
        for (EventId id : List.of(EventId.REENCRYPTED, BACKED_UP, RESTORED)) {
            Host told = host(NEW)
                    .event(BACKED_UP, 10, "C:\\" + BackupName.of(ours.id()), NEW, "")
                    .event(GENERATED, 20, OLD)
                    .event(id, 21, id == EventId.REENCRYPTED ? "3" : FILE, OLD, NEW);
            Kind kind = id == EventId.REENCRYPTED ? Kind.OUTDATED : Kind.HELD_ELSEWHERE;
            row(told, ours).kind(kind);
            row(host(NEW).after(told), ours).kind(kind);
            row(host(NEW).after(host(NEW).after(told)), ours).kind(kind);
            Backup since = backup(State.HELD, "node", "BIZTALK1", "since", START.plusSeconds(21 + 901), NEW, OLD);
            row(host(NEW, OLD).after(told), ours, since).kind(Kind.PROTECTED);
        }
    }

    @Test
    public void anOlderKeyThatWasRestoredStaysTheCurrentSecret() {
        Backup ours = new Backup(
                UUID.randomUUID(),
                State.HELD,
                null,
                "node",
                "BIZTALK1",
                new TreeSet<>(List.of(OLDER, OLD)),
                new TreeSet<>(List.of(NEW, OLD, OLDER)),
                START,
                new Backup.Artifact("job", 1, "a", "00", 1),
                START,
                null,
                null);
        Host told = host(NEW, OLD, OLDER).event(BACKED_UP, 10, "C:\\" + BackupName.of(ours.id()), OLDER, OLD);
        row(told, ours).kind(Kind.PROTECTED);
        told.event(RESTORED, 20, FILE, NEW, "");
        row(told, ours).kind(Kind.HELD_ELSEWHERE);
        row(host(NEW, OLD, OLDER).after(told), ours).kind(Kind.HELD_ELSEWHERE);
    }

    @Test
    public void aLostLogGivesNoRoleBack() {
        Host moved = host(NEW)
                .event(SECRET_SERVER_STARTING, 5)
                .required(1, 6, 6)
                .event(SECRET_SERVER_CHANGED, 7, "MASTER2", "BIZTALK1");
        row(moved).kind(Kind.NOT_A_SECRET_SERVER);
        // seen one after the other
        Host before = host(NEW)
                .after(host(NEW).event(SECRET_SERVER_STARTING, 5).required(1, 6, 6))
                .event(SECRET_SERVER_CHANGED, 7, "MASTER2", "BIZTALK1");
        for (Host known : List.of(moved, before)) {
            row(host(NEW).logFails(DENIED).after(known)).kind(Kind.NOT_A_SECRET_SERVER);
            row(host(NEW).logFails(DENIED).after(known).at(9 * 86400)).kind(Kind.NOT_A_SECRET_SERVER);
            row(host(NEW).after(known)).kind(Kind.NOT_A_SECRET_SERVER);
            row(host(NEW).after(known).required(1, 8, 8)).kind(Kind.UNPROTECTED);
        }
    }

    /** Where the status cannot be had later, the log may still have what is older. */
    @Test
    public void whatAStatusSaidIsOfItsTime() {
        Host member = host(NEW)
                .event(SECRET_SERVER_STARTING, 5)
                .event(SECRETS_NOT_LOADED, 6)
                .status("BIZTALK1", "MASTER2", 0x1);
        row(member, held(NEW)).kind(Kind.NOT_A_SECRET_SERVER);
        Host later = host(NEW)
                .event(SECRET_SERVER_STARTING, 5)
                .event(SECRETS_NOT_LOADED, 6)
                .after(member)
                .at(9 * 86400);
        row(later, held(NEW)).is(Kind.NOT_A_SECRET_SERVER, Code.DO_GO_TO, Code.SECRET_SERVER_BY_STATUS);
        row(host(NEW).logFails(DENIED).after(later), held(NEW)).kind(Kind.NOT_A_SECRET_SERVER);
        row(later.event(SECRETS_NOT_LOADED, 7), held(NEW)).kind(Kind.DAMAGED);
        Host started = host(NEW).after(member).event(SECRET_SERVER_STARTING, 7);
        row(started, held(NEW)).kind(Kind.DAMAGED);
        // in a log that was begun anew it is the time that tells
        Host anew = host(NEW).after(member).at(9000);
        anew.events.add(new EntssoEvent(SECRET_SERVER_STARTING, 2, START.plusSeconds(8000), List.of()));
        row(anew, held(NEW)).kind(Kind.DAMAGED);

        Host server =
                host(NEW).event(SECRET_SERVER_CHANGED, 5, "MASTER2", "BIZTALK1").status("BIZTALK1", "BIZTALK1", 0x3);
        Host without =
                host(NEW).event(SECRET_SERVER_CHANGED, 5, "MASTER2", "BIZTALK1").after(server);
        row(without, held(NEW)).kind(Kind.PROTECTED);
        row(without.event(SECRET_SERVER_CHANGED, 6, "MASTER3", "BIZTALK1"), held(NEW))
                .kind(Kind.NOT_A_SECRET_SERVER);
    }

    /** Of what is not in the log any more, it is the clocks that tell what came later. */
    @Test
    public void whatEndedBeforeTheLogWasCleared() {
        Host cleared = host(NEW).at(5000).after(host(NEW).required(1, 6, 6));
        row(cleared, own("no later", NEW)).kind(Kind.UNPROTECTED);
        row(cleared, backup(State.HELD, "node", "BIZTALK1", "a", START.plusSeconds(6 + 900), NEW))
                .kind(Kind.UNPROTECTED);
        row(cleared, backup(State.HELD, "node", "BIZTALK1", "a", START.plusSeconds(6 + 901), NEW))
                .kind(Kind.PROTECTED);
    }

    /** Where its own 10559 was seen, there is nothing to allow for: that is of the same clock. */
    @Test
    public void whatEndedBeforeTheLogWasClearedByTheEventOfABackup() {
        Host cleared = host(NEW).at(5000).after(host(NEW).required(1, 6, 6));
        cleared.event(RESTORE_FAILED, 90);
        // the clock of the host goes before or after that of the controller
        for (Instant made : List.of(START.plusSeconds(7), START.minusSeconds(7200), START.plusSeconds(7200))) {
            Backup backup = backup(State.HELD, "node", "BIZTALK1", "a", made, NEW);
            row(cleared, logged(backup, 7, 7)).kind(Kind.PROTECTED);
            row(cleared, logged(backup, 7, 6)).kind(Kind.UNPROTECTED);
            row(cleared, logged(backup, 5, 5)).kind(Kind.UNPROTECTED);
            // in a log that was begun anew, numbers tell nothing by themselves
            row(cleared, logged(backup, 3, 4000))
                    .kind(made.isAfter(START.plusSeconds(906)) ? Kind.PROTECTED : Kind.UNPROTECTED);
            row(cleared.clustered(), logged(backup, 7, 7).withHost("mate"))
                    .kind(made.isAfter(START.plusSeconds(906)) ? Kind.PROTECTED : Kind.UNPROTECTED);
        }
    }

    private static Backup logged(Backup backup, long record, int second) {
        return backup.withLogged(new HostFacts.Mark(record, START.plusSeconds(second)));
    }

    @Test
    public void whatWasGeneratedAndNotBackedUpStaysBadWithoutTheLog() {
        Host generated = host(NEW).event(GENERATED, 5, NEW);
        row(generated).kind(Kind.UNPROTECTED);
        row(host(NEW).logFails(DENIED).after(generated)).kind(Kind.UNPROTECTED);
    }

    @Test
    public void aStatusOutlivesTheEventsBeforeIt() {
        Host master = host(NEW).event(GOT_CURRENT_SECRET, 5, "MASTER2", NEW).status("BIZTALK1", "BIZTALK1", 0x3);
        row(host(NEW).event(GOT_CURRENT_SECRET, 5, "MASTER2", NEW).noKey().after(master))
                .kind(Kind.UNKNOWN);
        row(host(NEW).event(GOT_CURRENT_SECRET, 6, "MASTER2", NEW).noKey().after(master))
                .kind(Kind.NOT_A_SECRET_SERVER);
    }

    /** The log was full when the second one was generated. */
    @Test
    public void theLogAloneIsNotBelievedAgainstTheLastListOfTheRegistry() {
        Backup backup = held(NEW);
        Host host = host(NEW).registryFails(DENIED).event(BACKED_UP, 5, BackupName.of(backup.id()), NEW, "");
        LogChannel channel = new LogChannel("Application", true, true, false, 20 << 20);
        HostFacts f = host.facts();
        HostFacts.Log log = f.log().value();
        HostFacts facts = new HostFacts(
                f.computer(),
                f.account(),
                f.operatingSystem(),
                f.asked(),
                true,
                true,
                QueryResult.of(new HostFacts.Log(
                        log.events(), log.required(), log.oldest(), new HostFacts.Mark(9, f.asked()), channel, true)),
                f.secrets(),
                f.status(),
                f.service(),
                f.tool(),
                List.of(),
                "");
        for (Host before : List.of(host(NEW), host(NEW, OLDER))) {
            LastKnown known = LastKnown.NOTHING.after(before.facts());
            assertEquals(
                    known.msids().size() == 1 ? Kind.PROTECTED : Kind.UNKNOWN,
                    Verdict.of("node", Set.of("node"), facts, List.of(backup), known)
                            .kind());
        }
    }

    @Test
    public void anotherNodesBackupMendsNoDamage() {
        Host damaged = host(NEW).clustered().event(SECRETS_NOT_LOADED, 5);
        Backup mates = backup(State.HELD, "mate", "MATE", "a", START.plusSeconds(2000), NEW);
        row(host(NEW).clustered().at(5000).after(damaged), mates).kind(Kind.DAMAGED);
        row(host(NEW).clustered().at(5000).after(damaged), mates.withHost("node"))
                .kind(Kind.PROTECTED);
    }

    @Test
    public void anEventThatLiesAheadIsEndedAsOneOfToday() {
        Host ahead = host(NEW).event(SECRETS_NOT_LOADED, 315360000);
        Host cleared = host(NEW).at(5000).after(ahead);
        row(cleared, held(NEW)).kind(Kind.DAMAGED);
        Backup since = backup(State.HELD, "node", "BIZTALK1", "a", START.plusSeconds(5901), NEW);
        row(cleared, since).kind(Kind.PROTECTED);
        row(host(NEW).at(90000).after(cleared), since).kind(Kind.PROTECTED);
        row(ahead, since).kind(Kind.DAMAGED);
    }

    @Test
    public void theRegistryAloneCountsForAWeekOfAClockThatGoesOn() {
        Host read = host(NEW).at(100);
        row(host(NEW).logFails(DENIED).at(100 + 7 * 86400).after(read), held(NEW))
                .kind(Kind.PROTECTED);
        row(host(NEW).logFails(DENIED).at(101 + 7 * 86400).after(read), held(NEW))
                .kind(Kind.UNKNOWN);
        row(host(NEW).logFails(DENIED).at(99).after(read), held(NEW)).kind(Kind.UNKNOWN);
    }

    @Test
    public void noMoreIsKeptThanALogTells() {
        LastKnown known = LastKnown.NOTHING;
        for (int answer = 0; answer < 5; answer++) {
            Host host = host(NEW);
            for (int i = 0; i < 64; i++) {
                host.event(SECRET_INVALID, 1000 * answer + i, Msid.of(new UUID(answer + 1, i).toString()));
            }
            known = known.after(host.facts());
        }
        assertEquals(64, known.standing().size());
        assertEquals(4063, known.standing().get(0).recordId());
    }

    /** That the registry shows none keeps nobody from backing a new secret up. */
    /** A source that cannot be read any more takes back nothing of what it contradicted. */
    @Test
    public void whatTheRegistryContradictedStaysSo() {
        Backup ours = held(NEW, OLD);
        for (Host before :
                List.of(logged(host(OLD), ours, 10), logged(host(), ours, 10), logged(host().noKey(), ours, 10))) {
            Verdict seen = row(before, ours).kind(Kind.UNKNOWN);
            Host denied = logged(host(), ours, 10).registryFails(DENIED).after(before);
            Verdict now = row(denied, ours).kind(Kind.UNKNOWN);
            assertEquals(seen.evidence(), now.evidence());
            assertTrue(now.concerns().contains(Finding.of(Code.REGISTRY_FAILED, DENIED.kind(), DENIED.detail())));
            row(logged(host(), ours, 10).registryFails(DENIED).after(denied), ours)
                    .kind(Kind.UNKNOWN);
            // until a newer event names the secrets, which says nothing of why none was there
            Backup newer = held(NEW, OLD);
            Host since = logged(host(), newer, 20).registryFails(DENIED).after(denied);
            row(since, newer).kind(before.facts().listed().isEmpty() ? Kind.UNKNOWN : Kind.PROTECTED);
        }
        Host more = logged(host(NEW, OLD, OLDER), ours, 10);
        row(more, ours).kind(Kind.OUTDATED);
        row(logged(host(), ours, 10).registryFails(DENIED).after(more), ours).kind(Kind.UNKNOWN);
        row(logged(host(), ours, 10).registryFails(DENIED).after(logged(host(NEW, OLD), ours, 10)), ours)
                .kind(Kind.PROTECTED);
    }

    private static Host logged(Host host, Backup backup, long record) {
        host.newest = record + 1;
        return host.event(BACKED_UP, record, "C:\\" + BackupName.of(backup.id()), NEW, OLD);
    }

    @Test
    public void aLogOfWhichTheNewestAloneWasReadIsNotRead() {
        Host incomplete = host(NEW).incomplete();
        row(incomplete, held(NEW)).kind(Kind.UNKNOWN);
        row(host(NEW).logFails(DENIED).after(incomplete), held(NEW)).kind(Kind.UNKNOWN);
        row(host(NEW).logFails(DENIED).after(host(NEW)), held(NEW)).kind(Kind.PROTECTED);
    }

    @Test
    public void aNewSecretThatTheRegistryDoesNotShow() {
        for (Host host : List.of(
                host().event(SECRET_SERVER_STARTING, 5).event(GENERATED, 6, NEW),
                host().noKey().event(SECRET_SERVER_STARTING, 5).event(GENERATED, 6, NEW),
                host().noKey().event(GENERATED, 6, NEW).status("BIZTALK1", "BIZTALK1", 0x3))) {
            assertEquals(
                    Code.DO_BACK_UP, row(host).kind(Kind.UNKNOWN).nextStep().code());
            Backup before = backup(State.UNCONFIRMED, "node", "BIZTALK1", "a", START.plusSeconds(5), NEW);
            assertTrue(row(host, before).kind(Kind.UNKNOWN).asksForBackup());
            Backup since = backup(State.UNCONFIRMED, "node", "BIZTALK1", "a", START.plusSeconds(7), NEW);
            assertEquals(
                    Code.DO_LOOK, row(host, since).kind(Kind.UNKNOWN).nextStep().code());
        }
    }

    // ---- what a person says ----

    @Test
    public void aPersonEndsWhatStoodAndNothingElse() {
        for (EventId bad : List.of(NO_SECRETS, SECRETS_NOT_LOADED, SECRET_INVALID)) {
            Host before = host(NEW).event(bad, 5, NEW);
            Host said = host(NEW).event(bad, 5, NEW).resolved(before);
            Finding concern =
                    row(said, held(NEW)).kind(Kind.PROTECTED).concerns().get(0);
            assertEquals(List.of(String.valueOf(bad.number()), "alice", START.toString(), "why"), concern.arguments());
            // it covers nothing
            row(said).kind(Kind.UNKNOWN);
            row(host(NEW, OLD).event(bad, 5, NEW).resolved(before), held(NEW)).kind(Kind.OUTDATED);
            row(host(NEW).event(RESTORE_FAILED, 9).resolved(before), held(NEW)).kind(Kind.PROTECTED);
            row(host(NEW).logFails(DENIED).resolved(before), held(NEW)).kind(Kind.PROTECTED);
            row(host(NEW).event(bad, 5, NEW).event(bad, 6, NEW).resolved(before), held(NEW))
                    .kind(Kind.DAMAGED);
            row(host(NEW).event(SECRET_INVALID, 6, OLD).resolved(before), held(NEW))
                    .kind(Kind.DAMAGED);
            // whatever the clock says: what it had not told of then is another matter
            Host back = host(NEW).event(RESTORE_FAILED, 9).resolved(before);
            back.events.add(new EntssoEvent(bad, 7, START.minusSeconds(99), List.of(NEW.toString())));
            row(back, held(NEW)).kind(Kind.DAMAGED);
        }
    }

    @Test
    public void aPersonEndsTheWorstOnly() {
        Host before = host(NEW).required(1, 4, 4).event(SECRETS_NOT_LOADED, 5);
        Host said = host(NEW).required(1, 4, 4).event(SECRETS_NOT_LOADED, 5).resolved(before);
        row(said, held(NEW)).kind(Kind.UNPROTECTED);
        Host both = host(NEW).required(1, 4, 4).event(SECRETS_NOT_LOADED, 5).resolved(said);
        assertEquals(2, row(both, held(NEW)).kind(Kind.PROTECTED).concerns().size());
        row(host(NEW).required(2, 4, 6).event(SECRETS_NOT_LOADED, 5).resolved(said), held(NEW))
                .kind(Kind.UNPROTECTED);
    }

    @Test
    public void aPersonSaysThatASecretWhichTheRegistryDoesNotListIsNoMore() {
        Host before = host(OLD)
                .event(BACKED_UP, 3, FILE, OLD, "")
                .event(GENERATED, 5, NEW)
                .event(EventId.REENCRYPTED, 6, "3", NEW, OLD);
        row(before, held(OLD)).kind(Kind.OUTDATED);
        row(before.resolved(before), held(OLD)).kind(Kind.PROTECTED);
        row(host(OLD).event(RESTORE_FAILED, 9).resolved(before), held(OLD)).kind(Kind.PROTECTED);
        row(before).kind(Kind.HELD_ELSEWHERE);
        // as soon as it is listed it has to be covered
        row(host(NEW, OLD).resolved(before), held(OLD)).kind(Kind.OUTDATED);
        row(host(OLD).registryFails(DENIED).resolved(before), held(OLD)).kind(Kind.OUTDATED);
        row(host(OLD).event(GENERATED, 7, NEW).resolved(before), held(OLD)).kind(Kind.OUTDATED);
        assertEquals(List.of(), resolvable(host(NEW).event(GENERATED, 5, NEW), held(OLD)));
    }

    @Test
    public void thereIsNothingToSayOfWhatIsNotBadByAnEvent() {
        for (Host host : List.of(
                host(NEW),
                host(NEW).logFails(DENIED).registryFails(DENIED),
                host(),
                host().noKey().event(SECRET_SERVER_STARTING, 5),
                host(NEW).event(BACKED_UP, 5, FILE, NEW, ""),
                host(NEW).event(SECRETS_NOT_LOADED, 5).event(RESTORED, 6, FILE, NEW, ""),
                host(NEW).event(SECRETS_NOT_LOADED, 5).event(SECRET_SERVER_CHANGED, 6, "MASTER2", "BIZTALK1"))) {
            assertEquals(List.of(), resolvable(host));
        }
    }

    @Test
    public void aWordIsOfTheMachineThatItWasSaidOf() {
        Host before = host(NEW).event(SECRETS_NOT_LOADED, 5).event(RESTORE_FAILED, 9);
        Host other = host(NEW).resolved(before);
        other.computer = "BIZTALK9";
        row(other, held(NEW)).kind(Kind.DAMAGED);
        row(host(NEW).after(other), held(NEW)).kind(Kind.DAMAGED);
        Host setBack = host(NEW).event(SECRETS_NOT_LOADED, 5).resolved(before);
        row(setBack, held(NEW)).kind(Kind.DAMAGED);
        Host ended = host(NEW)
                .event(SECRETS_NOT_LOADED, 5)
                .event(RESTORED, 10, FILE, NEW, "")
                .resolved(before);
        assertEquals(List.of(), ended.known().resolutions());
    }

    private static List<EntssoEvent> resolvable(Host host, Backup... backups) {
        return Verdict.resolvable("node", host.cluster, host.facts(), Arrays.asList(backups), host.last);
    }

    // ---- the tables' words ----

    private record Row(Host host, Backup... backups) {
        Verdict kind(Kind kind) {
            LastKnown last = host.last;
            Verdict verdict = Verdict.of("node", host.cluster, host.facts(), Arrays.asList(backups), last);
            assertEquals(verdict.toString(), kind, verdict.kind());
            return verdict;
        }

        Verdict is(Kind kind, Code nextStep, Code... evidence) {
            Verdict verdict = kind(kind);
            assertEquals(nextStep, verdict.nextStep().code());
            assertEquals(
                    List.of(evidence),
                    verdict.evidence().stream().map(Finding::code).toList());
            return verdict;
        }
    }

    private static Row row(Host host, Backup... backups) {
        return new Row(host, backups);
    }

    /** A row of a damaged host. */
    private static Verdict step(Finding nextStep, Host host, Backup... backups) {
        Verdict verdict = row(host, backups).kind(Kind.DAMAGED);
        assertEquals(nextStep, verdict.nextStep());
        return verdict;
    }

    /** A row of a protected host. */
    private static Verdict concerns(Host host, Code... concerns) {
        Verdict verdict = row(host, held(NEW)).kind(Kind.PROTECTED);
        assertEquals(
                List.of(concerns),
                verdict.concerns().stream().map(Finding::code).toList());
        return verdict;
    }

    private static Finding restore(String artifact) {
        return Finding.of(Code.DO_RESTORE, "job", 1, artifact);
    }

    private static Finding claimed(Backup backup) {
        return Finding.of(Code.CLAIMED, backup, backup.host(), backup.made());
    }

    /** A backup that was made on this node. */
    private static Backup held(Msid... msids) {
        return backup(State.HELD, "node", "biztalk1", "entsso/a.bak", START, msids);
    }

    /** A backup that was made on this node before it was called so. */
    private static Backup own(String artifact, Msid... msids) {
        return backup(State.HELD, "node", "OTHERHOST", artifact, START.minusSeconds(1), msids);
    }

    /** A backup that was made on another node. */
    private static Backup others(String artifact, Instant made, Msid... msids) {
        return backup(State.HELD, "other", "OTHERHOST", artifact, made, msids);
    }

    /** A backup that was made on another node of the same cluster. */
    private static Backup mates(String artifact, Instant made, Msid... msids) {
        return backup(State.HELD, "mate", "BIZTALK2", artifact, made, msids);
    }

    private static Backup backup(
            State state, String node, String computer, String artifact, Instant made, Msid... msids) {
        Backup.Artifact file = new Backup.Artifact("job", 1, artifact, "00", 1);
        return new Backup(UUID.randomUUID(), state, node, computer, new TreeSet<>(List.of(msids)), made, file, START);
    }

    /** The host BIZTALK1, a master secret server with these secrets. */
    private static Host host(Msid... msids) {
        return new Host(msids);
    }

    private static final class Host {
        private final List<EntssoEvent> events = new ArrayList<>();
        private HostFacts.Repeats required = HostFacts.Repeats.NONE;
        private QueryResult<RegistrySecrets> secrets;
        private QueryResult<ServerStatus> status = QueryResult.failed(Failure.Kind.METHOD_MISSING, "");
        private QueryResult<EntssoService> service = QueryResult.failed(Failure.Kind.METHOD_MISSING, "");
        private QueryResult<String> tool = QueryResult.of("C:\\ssoconfig.exe");
        private Failure logFailure;
        private boolean complete = true;
        private String computer = "BIZTALK1";
        private long newest;
        private Instant asked = START;
        private boolean installed = true;
        private LastKnown last = LastKnown.NOTHING;
        private Set<String> cluster = Set.of("node");

        Host(Msid... msids) {
            secrets = QueryResult.of(new RegistrySecrets(true, new TreeSet<>(List.of(msids))));
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

        Host status(String node, String secretServer, int flags) {
            return status(node, "", secretServer, flags);
        }

        Host status(String node, String network, String secretServer, int flags) {
            status = QueryResult.of(new ServerStatus(secretServer, "CORP\\sso", network, node, flags));
            return this;
        }

        Host service(EntssoService.State state) {
            service = QueryResult.of(new EntssoService(state, "CORP\\sso", null));
            return this;
        }

        /** The node "mate" is named as another node of the same cluster. */
        Host clustered() {
            cluster = Set.of("node", "mate");
            return this;
        }

        Host booted(EntssoService.State state, int secondsAgo) {
            service = QueryResult.of(new EntssoService(state, "CORP\\sso", START.minusSeconds(secondsAgo)));
            return this;
        }

        Host noKey() {
            secrets = QueryResult.of(RegistrySecrets.NO_KEY);
            return this;
        }

        Host noTool() {
            tool = QueryResult.failed(Failure.Kind.TOOL_MISSING, "no ssoconfig.exe");
            return this;
        }

        Host notInstalled() {
            installed = false;
            return this;
        }

        /** Known as a secret server from before. */
        Host knownServer() {
            last = host(NEW).last.after(host(NEW).facts());
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

        /** What an earlier answer told is known. */
        Host after(Host earlier) {
            last = earlier.known();
            return this;
        }

        /** What an earlier answer told is known, and a person has said that it was mended otherwise. */
        Host resolved(Host earlier) {
            last = earlier.known().with(new Resolution(START, "alice", "why", VerdictTest.resolvable(earlier)));
            return this;
        }

        LastKnown known() {
            return last.after(facts());
        }

        Code contradiction() {
            return known().role().event() == null ? Code.NO_KEY : Code.ROLE_CONTRADICTION;
        }

        /** Asked so many seconds after the others. */
        Host at(int seconds) {
            asked = START.plusSeconds(seconds);
            return this;
        }

        HostFacts facts() {
            QueryResult<HostFacts.Log> log = logFailure == null
                    ? QueryResult.of(new HostFacts.Log(
                            events,
                            required,
                            mark(1),
                            newest == 0 ? null : mark(newest),
                            newest == 0 ? null : new LogChannel("Application", true, true, false, 0),
                            complete))
                    : QueryResult.failed(logFailure);
            return new HostFacts(
                            computer,
                            "CORP\\svc-jenkins",
                            "Windows Server 2022",
                            asked,
                            true,
                            installed,
                            log,
                            secrets,
                            status,
                            service,
                            tool,
                            List.of(),
                            "")
                    .in(cluster.size() > 1 ? "SSOCLUSTER" : "");
        }

        private static HostFacts.Mark mark(long record) {
            return new HostFacts.Mark(record, START.plusSeconds(record));
        }
    }
}
