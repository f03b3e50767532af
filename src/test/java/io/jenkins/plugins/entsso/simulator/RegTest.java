package io.jenkins.plugins.entsso.simulator;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class RegTest {
    private static final String KEY = "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\ENTSSO\\SSOSS";

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private SimulatedHost host;

    @Before
    public void create() {
        host = SimulatedHost.create(temporary.getRoot().toPath().resolve("a host"));
    }

    private Program query(String key, String... options) throws Exception {
        return options.length == 0
                ? Program.run(host.reg(), "query", key)
                : Program.run(host.reg(), "query", key, options[0]);
    }

    private static String name(UUID msid) {
        return "{" + msid.toString().toUpperCase(Locale.ROOT) + "}";
    }

    @Test
    public void listsSubkeysByTheirFullPaths() throws Exception {
        host.generateSecret();
        host.set(Variation.KEY_HAS_VALUE, "no");
        List<String> sorted = host.msids().stream().map(RegTest::name).sorted().toList();
        String expected = "\r\n" + KEY + "\\" + sorted.get(0) + "\r\n" + KEY + "\\" + sorted.get(1) + "\r\n";
        assertEquals(expected, query(KEY).text());
        assertEquals(
                expected,
                query("HKLM\\SOFTWARE\\Microsoft\\ENTSSO\\SSOSS", "/reg:64").text());
        assertEquals(0, query(KEY).exit());
    }

    @Test
    public void valuesOfTheKeyComeFirst() throws Exception {
        String text = query(KEY).text();
        assertTrue(text, text.startsWith("\r\n" + KEY + "\r\n    Path    REG_SZ    "));
        assertTrue(
                text, text.endsWith("\r\n\r\n" + KEY + "\\" + name(host.msids().get(0)) + "\r\n"));
    }

    @Test
    public void namesAreWrittenInEveryForm() throws Exception {
        UUID msid = host.msids().get(0);
        for (String form : Variation.MSID_IN_REGISTRY.choices()) {
            host.set(Variation.MSID_IN_REGISTRY, form);
            String bare = form.contains("A") ? msid.toString().toUpperCase(Locale.ROOT) : msid.toString();
            assertTrue(query(KEY).text().endsWith("\\" + (form.startsWith("{") ? "{" + bare + "}" : bare) + "\r\n"));
        }
    }

    @Test
    public void parentsExist() throws Exception {
        String microsoft = query("HKLM\\SOFTWARE\\Microsoft").text();
        assertTrue(microsoft.contains("HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\ENTSSO\r\n"));
        assertTrue(microsoft.contains("\\.NETFramework\r\n"));
        assertFalse("only its own children", microsoft.contains("\\ENTSSO\\SSOSS\r\n"));
        assertTrue(query("HKLM").text().contains("HKEY_LOCAL_MACHINE\\SYSTEM\r\n"));
    }

    @Test
    public void theKeyIsInOneViewOnly() throws Exception {
        assertEquals(1, query(KEY, "/reg:32").exit());
        host.set(Variation.REGISTRY_VIEW, "32");
        assertEquals(0, query(KEY, "/reg:32").exit());
        assertEquals(1, query(KEY, "/reg:64").exit());
    }

    @Test
    public void onlyTheMasterHasTheKey() throws Exception {
        host.becomeOther("SSO99");
        Program other = query(KEY);
        assertEquals(1, other.exit());
        assertEquals("", other.text());
        assertTrue(other.errors(StandardCharsets.UTF_8).startsWith("ERROR: The system was unable to find"));
        assertEquals(0, query("HKLM\\SOFTWARE\\Microsoft\\ENTSSO").exit());
        host.withoutEntsso();
        assertEquals(1, query("HKLM\\SOFTWARE\\Microsoft\\ENTSSO").exit());
    }

    @Test
    public void deniedAccessDiffersFromAMissingKeyByItsTextOnly() throws Exception {
        host.set(Variation.LANGUAGE, "de").fault(Fault.REGISTRY_ACCESS_DENIED);
        Program denied = query(KEY);
        assertEquals(1, denied.exit());
        assertEquals("FEHLER: Zugriff verweigert\r\n", denied.errors(Charset.forName("IBM850")));
        Program missing = query(KEY + "X");
        assertEquals(1, missing.exit());
        assertTrue(missing.errors(Charset.forName("IBM850")).contains("Registrierungsschlüssel"));
        assertEquals(0, query("HKLM\\SOFTWARE\\Microsoft").exit());
    }

    @Test
    public void whatIsNotUnderstoodIsRefused() throws Exception {
        for (List<String> arguments : List.of(
                List.<String>of(),
                List.of("query"),
                List.of("delete", KEY),
                List.of("query", KEY, "/s"),
                List.of("query", KEY, "/v", "Secret"),
                List.of("query", KEY, "/reg:16"))) {
            Program run = Program.run(host.reg(), arguments.toArray(new String[0]));
            assertEquals(arguments.toString(), 1, run.exit());
            assertEquals(arguments.toString(), "", run.text());
        }
    }

    @Test
    public void callsAreRemembered() throws Exception {
        query(KEY, "/reg:64");
        SimulatedHost.Call call = host.calls().get(0);
        assertEquals("reg", call.tool());
        assertEquals(List.of("query", KEY, "/reg:64"), call.arguments());
        assertFalse(call.running().isPresent());
    }

    @Test
    public void garbageNamesNoKeyAndSilenceIsNothing() throws Exception {
        host.fault(Fault.REGISTRY_GARBAGE);
        Program garbage = query(KEY);
        assertEquals(0, garbage.exit());
        assertTrue(garbage.out().length > 0);
        assertFalse(garbage.text().contains("HKEY"));
        host.clearFaults().fault(Fault.REGISTRY_GARBAGE_FLOOD);
        assertTrue(query(KEY).out().length > Garbage.FLOOD_MEGABYTES * 1024 * 1024);
        host.clearFaults().fault(Fault.REGISTRY_SILENT);
        Program silent = query(KEY);
        assertEquals(0, silent.exit());
        assertEquals(0, silent.out().length + silent.err().length);
    }

    @Test
    public void aHangEndsByForceOnlyAndLeavesAChild() throws Exception {
        host.fault(Fault.REGISTRY_HANGS);
        Hang.check(
                host,
                new ProcessBuilder(host.reg().toString(), "query", KEY).start().toHandle());
    }
}
