package io.jenkins.plugins.entsso.dashboard;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.entsso.config.EntssoConfiguration;
import io.jenkins.plugins.entsso.config.EntssoLedger;
import io.jenkins.plugins.entsso.config.EntssoNodeProperty;
import io.jenkins.plugins.entsso.engine.ledger.Hosts;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.patrol.EntssoPatrol;
import io.jenkins.plugins.entsso.steps.EntssoBackupAction;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.RealJenkinsRule;

/** A home in which nothing of ours can be read: Jenkins starts all the same, and tells what a person has to look at. */
public class BrokenHomeTest {
    private static final List<String> PAGES = List.of(
            "",
            "entsso/",
            "manage/",
            "manage/configure",
            "computer/",
            "computer/broken/configure",
            "job/broken/",
            "job/broken/1/",
            "job/broken/1/api/xml",
            "entsso/api/json",
            "entsso/api/xml");

    @Rule
    public final RealJenkinsRule jenkins = new RealJenkinsRule().withTimeout(600);

    @Test
    public void jenkinsStartsAndTheProblemsAreTold() throws Throwable {
        jenkins.then(BrokenHomeTest::fill);
        Path home = jenkins.getHome().toPath();
        List<String> broken = breakLedger(home.resolve("entsso"));
        breakRest(home);
        String[] named = broken.toArray(new String[0]);
        jenkins.then(j -> {
            assertTold(j, named);
        });

        Path ledger = home.resolve("entsso");
        Files.move(ledger, ledger.resolveSibling("away"));
        Files.writeString(ledger, "no directory");
        Files.write(home.resolve(EntssoConfiguration.class.getName() + ".xml"), new byte[1000]);
        jenkins.then(BrokenHomeTest::assertClosed);

        Files.delete(ledger);
        Files.move(ledger.resolveSibling("away"), ledger);
        Files.move(ledger.resolve("hosts"), ledger.resolveSibling("hosts"));
        Files.writeString(ledger.resolve("hosts"), "no directory");
        jenkins.then(BrokenHomeTest::assertClosed);
    }

    private static void fill(JenkinsRule j) throws Exception {
        DumbSlave node = j.createSlave("broken", "x", null);
        EntssoNodeProperty property = new EntssoNodeProperty();
        property.setCluster("CLUSTER");
        node.getNodeProperties().replace(property);
        node.save();
        EntssoConfiguration.get().setLabel("x");
        EntssoConfiguration.get().save();
        FreeStyleProject job = j.createFreeStyleProject("broken");
        FreeStyleBuild build = j.buildAndAssertSuccess(job);
        assertEquals(1, build.getNumber());
        Ledger ledger = EntssoLedger.get().ledger();
        ledger.enter("broken", new Failure(Failure.Kind.TIMEOUT, "silent"), Hosts.NOON);
        for (int i = 0; i < 10; i++) {
            ledger.enter(Hosts.backup("broken", 1, i, Hosts.MSID1)
                    .withVerified(Instant.now())
                    .withState(Backup.State.FAILED));
        }
    }

    /** Returns the names of the files that have to be told of. */
    private static List<String> breakLedger(Path ledger) throws IOException {
        List<Path> backups;
        try (Stream<Path> files = Files.list(ledger.resolve("backups"))) {
            backups = files.sorted().toList();
        }
        String whole = Files.readString(backups.get(0));
        List<String> contents = List.of(
                "",
                "{",
                "\0".repeat(5000),
                "[".repeat(100_000),
                whole.replace("\"version\": 1", "\"version\": 2"),
                whole.replace("\"state\"", "\"stat\0\uFFFFe\""),
                whole.replace("FAILED", "NO SUCH STATE"),
                whole.replace("\"made\": \"2", "\"made\": \"+99999"));
        List<String> told = new ArrayList<>();
        for (int i = 0; i < contents.size(); i++) {
            assertFalse(contents.get(i).equals(whole));
            Files.writeString(backups.get(i), contents.get(i));
            told.add(backups.get(i).getFileName().toString());
        }
        Path huge = backups.get(contents.size());
        try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength(3L << 30);
        }
        told.add(huge.getFileName().toString());
        Files.createDirectory(ledger.resolve("backups/directory.json"));
        told.add("directory.json");
        Files.createSymbolicLink(ledger.resolve("hosts/endless.json"), Path.of("/dev/zero"));
        told.add("endless.json");
        Files.write(ledger.resolve("removed/no-text.json"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        told.add("no-text.json");
        Files.writeString(ledger.resolve("hosts/left.json.new"), "{");
        return told;
    }

    private static void breakRest(Path home) throws IOException {
        change(home.resolve(EntssoConfiguration.class.getName() + ".xml"), "<label>x<", """
                <when>NEVER EVER</when><intervalMinutes>-5</intervalMinutes><atOnce>many</atOnce>
                <maxAgeDays>99999999999</maxAgeDays><host><querySeconds>-1</querySeconds></host>
                <webhook>gopher:// no</webhook><noSuchOption/><label>(x &amp;&amp;<""");
        change(home.resolve("nodes/broken/config.xml"), "<cluster>CLUSTER</cluster>", """
                <cluster>\uFFFD\n  ..\\</cluster><patrolDisabled>perhaps</patrolDisabled>
                <host><ssoconfig>\uFFFD</ssoconfig><backupSeconds>1e9</backupSeconds></host>""");
        change(home.resolve("jobs/broken/builds/1/build.xml"), "</actions>", """
                <io.jenkins.plugins.entsso.steps.EntssoBackupAction><json>{</json></io.jenkins.plugins.entsso.steps.EntssoBackupAction>
                <io.jenkins.plugins.entsso.steps.EntssoBackupAction/>
                <io.jenkins.plugins.entsso.patrol.EntssoBuildAction><kept>perhaps</kept></io.jenkins.plugins.entsso.patrol.EntssoBuildAction>
                </actions>""");
        Files.writeString(home.resolve(EntssoMonitor.class.getName() + ".xml"), "<oops>\0");
    }

    private static void change(Path file, String what, String to) throws IOException {
        String before = Files.readString(file, StandardCharsets.UTF_8);
        assertThat(before, containsString(what));
        Files.writeString(file, before.replace(what, to), StandardCharsets.UTF_8);
    }

    private static void assertTold(JenkinsRule j, String... broken) throws Exception {
        List<String> problems = EntssoLedger.get().problems();
        assertEquals(problems.toString(), broken.length, problems.size());
        String page = open(j);
        for (String name : broken) {
            assertThat(page, containsString(name));
        }
        FreeStyleBuild build =
                j.jenkins.getItemByFullName("broken", FreeStyleProject.class).getBuildByNumber(1);
        assertEquals(List.of(), build.getActions(EntssoBackupAction.class));
        assertTrue("hosts are asked", EntssoPatrol.get().patrol() != null);
        assertEquals(1, EntssoLedger.get().ledger().hosts().size());
        assertEquals(1, EntssoLedger.get().ledger().backups().size());
    }

    private static void assertClosed(JenkinsRule j) throws Exception {
        assertThat(open(j), containsString("cannot be opened"));
        assertThat(EntssoLedger.get().problems().get(0), containsString(j.jenkins.getRootDir() + "/entsso"));
    }

    /** Opens every page; returns the one of all secrets. */
    private static String open(JenkinsRule j) throws Exception {
        String secrets = "";
        try (JenkinsRule.WebClient client = j.createWebClient()) {
            client.getOptions().setThrowExceptionOnFailingStatusCode(false);
            client.setJavaScriptEnabled(false);
            for (String path : PAGES) {
                var response = client.goTo(path, null).getWebResponse();
                boolean mayBeMissing =
                        path.startsWith("entsso/api") && EntssoLedger.get().ledgerOrNull() == null;
                assertTrue(
                        path + " " + response.getStatusCode() + " " + response.getContentAsString(),
                        response.getStatusCode() == 200 || mayBeMissing);
                secrets = path.equals("entsso/") ? response.getContentAsString() : secrets;
            }
        }
        return secrets;
    }
}
