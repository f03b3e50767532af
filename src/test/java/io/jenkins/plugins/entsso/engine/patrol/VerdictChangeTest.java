package io.jenkins.plugins.entsso.engine.patrol;

import static io.jenkins.plugins.entsso.engine.ledger.Hosts.MSID1;
import static io.jenkins.plugins.entsso.engine.ledger.Hosts.MSID2;
import static io.jenkins.plugins.entsso.engine.ledger.Hosts.NOON;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.ledger.Hosts;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class VerdictChangeTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<VerdictChange> told = new ArrayList<>();
    private Ledger ledger;

    @Before
    public void create() throws IOException {
        ledger = new Ledger(folder.getRoot().toPath());
        ledger.listen((before, after) -> VerdictChange.of(before, after).ifPresent(told::add));
    }

    @Test
    public void aNewHostIsToldOfIfItIsBad() throws IOException {
        check("plain", Hosts.host("PLAIN"));
        check("sso", Hosts.host("SSO").secrets(MSID1).required(1, 3));
        check("sso", Hosts.host("SSO").secrets(MSID1).required(1, 4));
        assertEquals(1, told.size());
        VerdictChange change = told.get(0);
        assertEquals("sso", change.host().node());
        assertNull(change.before());
        assertEquals(Kind.UNPROTECTED, change.after());
        assertTrue(change.isWorse());
        assertEquals(
                Finding.Code.REQUIRED, change.host().verdict().evidence().get(0).code());
    }

    @Test
    public void whatGetsBetterIsToldTooButIsNotWorse() throws IOException {
        check("sso", Hosts.host("SSO").secrets(MSID1).required(1, 3));
        ledger.enter(Hosts.backup("sso", 1, 9, MSID1));
        check("sso", Hosts.host("SSO").secrets(MSID1).event(EventId.BACKED_UP, 9, "x.bak", MSID1.toString(), ""));
        assertEquals(Kind.UNPROTECTED, told.get(1).before());
        assertEquals(Kind.PROTECTED, told.get(1).after());
        assertFalse(told.get(1).isWorse());
    }

    @Test
    public void whatWasBadCanGetWorse() throws IOException {
        assertTrue(isWorse(Kind.UNPROTECTED, Kind.DAMAGED));
        assertTrue(isWorse(Kind.UNKNOWN, Kind.OUTDATED));
        assertTrue(isWorse(Kind.PROTECTED, Kind.UNKNOWN));
        assertTrue(isWorse(Kind.NO_ENTSSO, Kind.UNPROTECTED));
        assertFalse(isWorse(Kind.DAMAGED, Kind.UNPROTECTED));
        assertFalse(isWorse(Kind.UNPROTECTED, Kind.UNKNOWN));
        assertFalse(isWorse(Kind.PROTECTED, Kind.NO_ENTSSO));
    }

    private boolean isWorse(Kind before, Kind after) throws IOException {
        HostRecord host = ledger.enter("node " + before + after, Hosts.judged(after, "A", MSID1), NOON);
        assertEquals(after, host.verdict().kind());
        return new VerdictChange(before, host).isWorse();
    }

    @Test
    public void aSecretThatCannotBeLoadedAnyMoreIsWorseThanOneThatWasNotBackedUp() throws IOException {
        check("sso", Hosts.host("SSO").secrets(MSID1).required(1, 3));
        check("sso", Hosts.host("SSO").secrets(MSID1).required(1, 3).event(EventId.SECRETS_NOT_LOADED, 9));
        assertEquals(Kind.UNPROTECTED, told.get(1).before());
        assertEquals(Kind.DAMAGED, told.get(1).after());
        assertTrue(told.get(1).isWorse());
    }

    @Test
    public void anotherMachineIsTold() throws IOException {
        ledger.enter(Hosts.backup("sso", 1, 0, MSID1));
        check("sso", Hosts.host("SSO").secrets(MSID1));
        check("sso", Hosts.host("OTHER").secrets(MSID1));
        assertEquals(1, told.size());
        assertEquals(Finding.Code.OTHER_COMPUTER, told.get(0).machine().code());
        assertTrue(told.get(0).isWorse());
    }

    @Test
    public void aNewNameIsNotTold() throws IOException {
        check("old", Hosts.host("SSO").secrets(MSID1).required(1, 3));
        ledger.rename("old", "new", NOON);
        assertEquals(1, told.size());
    }

    /** Who said so knows it; that it got better is told as ever. */
    @Test
    public void theWordOfAPersonIsToldIfItChangesTheVerdict() throws IOException {
        check("sso", Hosts.host("SSO").secrets(MSID1).event(EventId.SECRETS_NOT_LOADED, 5));
        check(
                "sso",
                Hosts.host("SSO")
                        .secrets(MSID1)
                        .event(EventId.SECRETS_NOT_LOADED, 5)
                        .required(6, 7));
        ledger.resolve("sso", NOON.toString(), "alice", "why");
        assertEquals(Kind.UNPROTECTED, told.get(1).after());
        assertNull(told.get(1).machine());
        assertFalse(told.get(1).isWorse());
        check(
                "two",
                Hosts.host("TWO")
                        .secrets(MSID2)
                        .event(EventId.GENERATED, 1, MSID2.toString())
                        .event(EventId.GENERATED, 2, MSID1.toString()));
        assertTrue(ledger.resolve("two", NOON.toString(), "alice", "why").isPresent());
        assertEquals(3, told.size());
    }

    private void check(String node, Hosts host) throws IOException {
        ledger.enter(node, host.facts(), NOON);
    }
}
