package io.jenkins.plugins.entsso.dashboard;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import hudson.Functions;
import hudson.model.AdministrativeMonitor;
import hudson.model.AllView;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Label;
import hudson.model.View;
import hudson.node_monitors.NodeMonitor;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.slaves.DumbSlave;
import hudson.slaves.JNLPLauncher;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.entsso.config.EntssoConfiguration;
import io.jenkins.plugins.entsso.config.EntssoLedger;
import io.jenkins.plugins.entsso.config.EntssoPermissions;
import io.jenkins.plugins.entsso.engine.ledger.Hosts;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.QueryResult;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import io.jenkins.plugins.entsso.engine.model.WindowsFacts;
import io.jenkins.plugins.entsso.engine.report.ManyHosts;
import io.jenkins.plugins.entsso.patrol.EntssoPatrol;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.logging.Level;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LogRecorder;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.localizer.LocaleProvider;

/** What Jenkins shows of a ledger of many hosts, to whom, and that nothing a host says is markup. */
public class DashboardTest {
    @ClassRule
    public static final JenkinsRule J = new JenkinsRule();

    static {
        // of the class, not of each test
        J.timeout = 900;
    }

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    /** What an attacker would have a host call itself, or answer. */
    private static final String MARKUP = "<img src=x onerror=\"document.title='taken'\">'${7*6}";

    private static final String UNPROTECTED = ManyHosts.node(0);
    private static final String PROTECTED = ManyHosts.node(13);

    private static final List<String> PAGES =
            List.of("entsso/", "entsso/table", "entsso/widget", "entsso/api/json", "entsso/api/xml", "entsso/metrics");

    @BeforeClass
    public static void fill() throws Exception {
        Jenkins jenkins = J.jenkins;
        jenkins.setSecurityRealm(J.createDummySecurityRealm());
        jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, View.READ)
                .everywhere()
                .to("reader", "viewer", "checker", "backer", "builder", "auditor", "resolver")
                .grant(EntssoPermissions.VIEW)
                .everywhere()
                .to("viewer", "checker", "backer", "builder", "resolver")
                .grant(EntssoPermissions.CHECK)
                .everywhere()
                .to("checker")
                .grant(EntssoPermissions.RESOLVE)
                .everywhere()
                .to("resolver")
                .grant(EntssoPermissions.BACKUP, Item.READ)
                .everywhere()
                .to("backer", "builder")
                .grant(Item.BUILD)
                .everywhere()
                .to("builder")
                .grant(Jenkins.SYSTEM_READ)
                .everywhere()
                .to("auditor"));
        // no host can be asked, and backups were looked for just now: what is entered here stays as it is
        jenkins.setNumExecutors(0);
        EntssoPatrol.get().audit().run(true);
        Ledger ledger = EntssoLedger.get().ledger();
        ManyHosts.fill(ledger, 40, Instant.now());
        ledger.enter(MARKUP, hostile(Verdict.Kind.DAMAGED), Instant.now());
        jenkins.addNode(new DumbSlave(UNPROTECTED, "/none", new JNLPLauncher()));
        jenkins.addNode(new DumbSlave(PROTECTED, "/none", new JNLPLauncher()));
        jenkins.addView(new EntssoView("Secrets"));
    }

    /** A host that sends markup wherever there is room for text. */
    private static HostFacts hostile(Verdict.Kind kind) {
        HostFacts facts = Hosts.judged(kind, MARKUP, Hosts.MSID1);
        Failure failure = new Failure(Failure.Kind.TOOL_MISSING, MARKUP);
        return WindowsFacts.of(
                MARKUP, MARKUP, MARKUP, facts.asked(), facts.log(), facts.secrets(), QueryResult.failed(failure));
    }

    @Test
    public void whoMaySeeWhat() throws Exception {
        for (String page : PAGES) {
            HttpURLConnection anonymous = (HttpURLConnection) new URL(J.getURL(), page).openConnection();
            assertEquals(page, HttpURLConnection.HTTP_FORBIDDEN, anonymous.getResponseCode());
            assertEquals(page, HttpURLConnection.HTTP_FORBIDDEN, status("reader", page));
            assertEquals(page, HttpURLConnection.HTTP_OK, status("viewer", page));
            assertEquals(page, HttpURLConnection.HTTP_OK, status("auditor", page));
        }
    }

    @Test
    public void whoMayDoWhat() throws Exception {
        for (String user : List.of("reader", "viewer", "backer", "auditor")) {
            assertEquals(user, HttpURLConnection.HTTP_FORBIDDEN, post(user, "entsso/check"));
        }
        for (String user : List.of("reader", "viewer", "checker", "auditor")) {
            assertEquals(user, HttpURLConnection.HTTP_FORBIDDEN, post(user, "entsso/backup?node=x"));
        }
        assertEquals(HttpURLConnection.HTTP_OK, post("checker", "entsso/check"));
        assertEquals(HttpURLConnection.HTTP_NOT_FOUND, post("checker", "entsso/check?node=nobody"));
        assertEquals(
                "a variable that is not set", HttpURLConnection.HTTP_NOT_FOUND, post("checker", "entsso/check?node="));
        assertEquals(HttpURLConnection.HTTP_NOT_FOUND, post("backer", "entsso/backup?node=nobody"));
        assertEquals(HttpURLConnection.HTTP_BAD_METHOD, status("checker", "entsso/check"));
        assertEquals(HttpURLConnection.HTTP_BAD_METHOD, status("backer", "entsso/backup?node=x"));
    }

    @Test
    public void theBackupJobIsForWhoMayStartItAndForTheHostThatNeedsIt() throws Exception {
        FreeStyleProject job = J.createFreeStyleProject("backup");
        EntssoConfiguration.get().setJob(job.getName());
        String backup = "entsso/backup?node=" + UNPROTECTED;
        try {
            assertEquals(HttpURLConnection.HTTP_NOT_FOUND, post("backer", backup));
            assertThat(html("backer", "entsso/"), not(containsString("/entsso/backup")));
            assertThat(html("builder", "entsso/"), containsString("/entsso/backup"));
            assertEquals(HttpURLConnection.HTTP_NOT_FOUND, post("builder", "entsso/backup?node=" + PROTECTED));
            job.setAssignedLabel(Label.get("other"));
            assertEquals("tied to others", HttpURLConnection.HTTP_NOT_FOUND, post("builder", backup));
            job.setAssignedLabel(null);
            assertEquals(List.of(), J.jenkins.getQueue().getItems(job));
            assertEquals(HttpURLConnection.HTTP_OK, post("builder", backup));
            assertEquals(
                    Label.get(UNPROTECTED),
                    J.jenkins.getQueue().getItems(job).get(0).getAssignedLabel());
        } finally {
            J.jenkins.getQueue().clear();
            EntssoConfiguration.get().setJob(null);
            job.delete();
        }
    }

    @Test
    public void buttonsAreForWhoMayPressThem() throws Exception {
        assertFalse(html("viewer", "entsso/").contains("Check all now"));
        assertTrue(html("checker", "entsso/").contains("Check all now"));
    }

    @Test
    public void whoMaySayThatItWasResolvedOtherwise() throws Exception {
        Ledger ledger = EntssoLedger.get().ledger();
        Instant now = Instant.now();
        ledger.enter("mended", Hosts.judged(Verdict.Kind.DAMAGED, "MENDED", Hosts.MSID3), now);
        String form = "//form[contains(@action,'/entsso/resolve')]";
        String path = "entsso/resolve?node=mended&checked=" + now;
        try (LogRecorder log = new LogRecorder()
                        .record(EntssoStatusAction.class, Level.INFO)
                        .capture(9);
                JenkinsRule.WebClient client = client("resolver")) {
            for (String user : List.of("reader", "viewer", "checker", "backer", "builder", "auditor")) {
                assertEquals(user, HttpURLConnection.HTTP_FORBIDDEN, post(user, path + "&reason=x"));
            }
            assertThat(page("viewer", "entsso/?q=mended").getByXPath(form), is(empty()));
            assertThat(page("resolver", "entsso/?q=" + PROTECTED).getByXPath(form), is(empty()));
            assertEquals(HttpURLConnection.HTTP_BAD_METHOD, status("resolver", path + "&reason=x"));
            assertEquals(HttpURLConnection.HTTP_BAD_REQUEST, post("resolver", path + "&reason=%20"));
            assertEquals(HttpURLConnection.HTTP_BAD_REQUEST, post("resolver", path));
            for (String other : List.of("node=nobody&checked=" + now, "node=mended&checked=x")) {
                assertEquals(HttpURLConnection.HTTP_CONFLICT, post("resolver", "entsso/resolve?reason=x&" + other));
            }
            assertEquals(
                    Verdict.Kind.DAMAGED,
                    ledger.host("mended").orElseThrow().verdict().kind());

            HtmlForm resolve = client.goTo("entsso/?q=mended").getFirstByXPath(form);
            resolve.getInputByName("reason").setValue("restored by " + MARKUP);
            HtmlPage done = J.submit(resolve);
            assertThat(done.getUrl().getPath(), endsWith("/entsso/"));
            assertEquals(
                    Verdict.Kind.UNKNOWN,
                    ledger.host("mended").orElseThrow().verdict().kind());
            assertThat(log.getMessages().toString(), containsString("mended: "));
            assertThat(log.getMessages().toString(), containsString("10521"));
            assertThat(log.getMessages().toString(), containsString("resolver"));
        }
        HtmlPage page = page("viewer", "entsso/?q=mended");
        assertThat(page.getWebResponse().getContentAsString(), containsString("restored by &lt;img src=x onerror"));
        assertThat(page.getWebResponse().getContentAsString(), containsString("marked as resolved by resolver"));
        assertThat(page.getByXPath("//img[@src='x']"), is(empty()));
        JSONObject host = JSONObject.fromObject(html(
                        "viewer", "entsso/api/json?tree=hosts[node,resolutions[user,reason,time,events[eventId]]]"))
                .getJSONArray("hosts")
                .stream()
                .map(JSONObject.class::cast)
                .filter(h -> h.getString("node").equals("mended"))
                .findFirst()
                .orElseThrow();
        JSONObject said = host.getJSONArray("resolutions").getJSONObject(0);
        assertEquals("resolver", said.getString("user"));
        assertThat(said.getString("reason"), containsString("restored by"));
        assertEquals(10521, said.getJSONArray("events").getJSONObject(0).getInt("eventId"));
        ledger.forget("mended");
    }

    @Test
    public void othersSeeNothingAtAll() throws Exception {
        assertFalse(html("reader", "").contains("entsso-widget"));
        assertTrue(html("viewer", "").contains("entsso-widget"));
        assertFalse(html("reader", "computer/").contains("entsso-node"));
        assertTrue(html("viewer", "computer/").contains("entsso-node"));
        String view = html("reader", "view/Secrets/");
        assertThat(view, containsString("You may not see the master secrets"));
        assertFalse(view.contains("BTS"));
        assertFalse(html("reader", "computer/api/json?depth=2").contains("UNPROTECTED"));
    }

    @Test
    public void theTableTellsWhatItIsAskedFor() throws Exception {
        HtmlPage page = page("viewer", "entsso/");
        assertThat(page.getByXPath("//tr[@data-verdict='DAMAGED']").size(), is(3));
        assertThat(page.getByXPath("//*[@role='img'][@class='entsso-timeline']").size(), is(25));
        assertThat(page.asNormalizedText(), containsString("11 master secrets are not safe, the first since"));
        assertThat(page.asNormalizedText(), containsString("Event 10589 since"));
        assertThat(html("viewer", "entsso/table?sort=name&page=2"), containsString("1 to 25 of 25"));
        assertThat(html("viewer", "entsso/table?q=BTS13"), containsString("6 hosts depend on it"));
        assertThat(html("viewer", "entsso/table?q=nobody"), containsString("Nothing matches"));
        assertThat(html("viewer", "view/Secrets/?verdict=DAMAGED"), containsString("1 to 3 of 3"));
    }

    @Test
    public void nothingAHostSaysIsMarkup() throws Exception {
        for (String path : List.of("entsso/", "view/Secrets/", "", "entsso/?q=%3Cimg", "manage/")) {
            HtmlPage page = page("admin", path);
            assertThat(path, page.getByXPath("//img[@src='x']"), is(empty()));
            assertThat(path, page.getTitleText(), not(containsString("taken")));
            assertThat(path, page.getWebResponse().getContentAsString(), containsString("&lt;img src=x onerror"));
            assertThat(path, page.getWebResponse().getContentAsString(), not(containsString("<img src=x")));
        }
    }

    /** The strict content security policy of tests would only be seen in a browser: here it is read from the source. */
    @Test
    public void partsHaveNeitherScriptNorStyleInThem() throws Exception {
        for (String path : List.of("entsso/table", "entsso/widget")) {
            String html = html("checker", path);
            assertThat(html.length(), is(greaterThan(500)));
            assertFalse(path, html.contains("<script"));
            assertFalse(path, html.replaceAll("&lt;.*?&gt;", "").matches("(?s).*<[^>]* (style|on[a-z]+)=.*"));
        }
    }

    @Test
    public void theWidgetIsInShort() throws Exception {
        String html = html("viewer", "entsso/widget");
        assertThat(html, containsString("11 master secrets are not safe"));
        assertThat(html, containsString("6 more"));
        assertThat(html, containsString("minutes ago: 40 hosts asked, 2 without an answer."));
        assertFalse(html.contains("not Windows"));
    }

    @Test
    public void readersHaveTheirLanguage() throws Exception {
        LocaleProvider before = LocaleProvider.getProvider();
        // as a Jenkins does at its start, which the harness passes over
        LocaleProvider.setProvider(new LocaleProvider() {
            @Override
            public Locale get() {
                return Functions.getCurrentLocale();
            }
        });
        try {
            String german = html("viewer", "entsso/", "de-AT");
            assertThat(german, containsString("11 Hauptgeheimnisse sind nicht sicher"));
            assertThat(german, containsString("beschädigt"));
            assertThat(german, containsString("nächster Schritt"));
            String portuguese = html("viewer", "entsso/", "pt-BR");
            assertThat(portuguese, containsString("11 segredos mestres não estão seguros"));
            assertThat(portuguese, containsString("Histórico"));
        } finally {
            LocaleProvider.setProvider(before);
        }
    }

    @Test
    public void theNodesPageHasAColumnThatTakesNobodyOffline() throws Exception {
        HtmlPage page = page("viewer", "computer/");
        assertThat(page.getByXPath("//span[@data-verdict='UNPROTECTED']").size(), is(1));
        NodeMonitor monitor = NodeMonitor.getAll().stream()
                .filter(EntssoNodeMonitor.class::isInstance)
                .findFirst()
                .orElseThrow();
        assertFalse(monitor.getDescriptor().canTakeOffline());
        String api = html("admin", "computer/api/json?depth=2");
        assertThat(api, containsString("\"verdict\":\"UNPROTECTED\""));
    }

    @Test
    public void administratorsAreToldUntilTheyDismissIt() throws Exception {
        EntssoMonitor monitor = AdministrativeMonitor.all().get(EntssoMonitor.class);
        assertTrue(monitor.isActivated());
        assertThat(html("auditor", "manage/"), containsString("11 master secrets are not safe"));
        assertFalse(html("auditor", "manage/").contains("name=\"dismiss\""));
        String act = monitor.getUrl() + "/act?dismiss=true";
        assertEquals(HttpURLConnection.HTTP_FORBIDDEN, post("auditor", act));
        assertEquals(HttpURLConnection.HTTP_FORBIDDEN, post("viewer", act));
        assertTrue(monitor.isActivated());
        Ledger ledger = EntssoLedger.get().ledger();
        try (JenkinsRule.WebClient admin = client("admin")) {
            HtmlPage told = admin.goTo("manage/");
            ledger.enter("later", Hosts.judged(Verdict.Kind.UNPROTECTED, "LATER", Hosts.MSID2), Instant.now());
            dismiss(told);
            assertTrue("this was not told", monitor.isActivated());
            dismiss(admin.goTo("manage/"));
            assertFalse(monitor.isActivated());
            assertFalse("it is remembered", new EntssoMonitor().isActivated());
            assertThat(html("auditor", "manage/"), not(containsString("master secrets are not safe")));
            ledger.enter("later", Hosts.judged(Verdict.Kind.DAMAGED, "LATER", Hosts.MSID2), Instant.now());
            assertTrue("it got worse", monitor.isActivated());
            ledger.forget("later");
            ledger.forget(MARKUP);
            ledger.enter(MARKUP, hostile(Verdict.Kind.DAMAGED), Instant.now());
            assertFalse("that a node was away makes nothing new", monitor.isActivated());
        } finally {
            ledger.forget("later");
            // for the other tests nothing is dismissed
            post("admin", act);
        }
        assertTrue(monitor.isActivated());
    }

    private static void dismiss(HtmlPage page) throws Exception {
        J.submit(page.getFormByName(EntssoMonitor.class.getName()), "dismiss");
    }

    @Test
    public void programsReadValues() throws Exception {
        JSONObject json = JSONObject.fromObject(html("viewer", "entsso/api/json"));
        assertFalse(json.getBoolean("well"));
        assertEquals(25, json.getJSONArray("secrets").size());
        assertEquals(41, json.getJSONArray("hosts").size());
        JSONObject worst = json.getJSONArray("secrets").getJSONObject(0);
        assertEquals("DAMAGED", worst.getString("verdict"));
        JSONObject second = json.getJSONArray("secrets").getJSONObject(1);
        assertThat(second.getJSONObject("newestBackup").getString("artifact"), endsWith(".bak"));
        assertEquals(0, second.getJSONArray("unconfirmedBackups").size());
        assertEquals(40, json.getJSONObject("patrol").getInt("hosts"));
        assertEquals(42, html("viewer", "entsso/api/xml").split("<host>").length);
        assertEquals(3, json.getJSONObject("counts").getInt("DAMAGED"));
        assertFalse(json.getJSONArray("hosts").getJSONObject(1).has("changes"));
        JSONObject host = JSONObject.fromObject(
                        html("viewer", "entsso/api/json?tree=hosts[node,changes[time,verdict],events[eventId]]"))
                .getJSONArray("hosts")
                .getJSONObject(1);
        assertEquals(
                "UNPROTECTED", host.getJSONArray("changes").getJSONObject(0).getString("verdict"));
        assertEquals(10525, host.getJSONArray("events").getJSONObject(0).getInt("eventId"));
    }

    @Test
    public void scrapersReadMetrics() throws Exception {
        try (JenkinsRule.WebClient client = client("viewer")) {
            Page page = client.goTo("entsso/metrics", "application/openmetrics-text");
            String text = page.getWebResponse().getContentAsString();
            assertThat(text, endsWith("\n# EOF\n"));
            assertThat(text, containsString("entsso_hosts{verdict=\"unprotected\"} 2\n"));
            assertThat(text, containsString("entsso_patrol_hosts 40\n"));
        }
    }

    @Test
    public void aViewHasNoJobsAndKeepsItsSettings() throws Exception {
        FreeStyleProject job = J.createFreeStyleProject();
        View view = J.jenkins.getView("Secrets");
        assertThat(view.getItems(), is(empty()));
        assertFalse(view.contains(job));
        try (JenkinsRule.WebClient client = client("admin")) {
            J.submit(client.getPage(view, "configure").getFormByName("viewConfig"));
        }
        assertTrue(J.jenkins.getView("Secrets") instanceof EntssoView);
    }

    @Test
    public void configuredAsCode() throws Exception {
        String example = Files.readString(Path.of("docs/dashboard.md")).replaceAll("(?s).*```yaml\n(.*?)```.*", "$1");
        Path yaml = Files.writeString(folder.newFile("jenkins.yaml").toPath(), example);
        Set<View> before = Set.copyOf(J.jenkins.getViews());
        try (ACLContext context = ACL.as2(ACL.SYSTEM2)) {
            ConfigurationAsCode.get().configure(yaml.toString());
            assertTrue(J.jenkins.getView("Master secrets") instanceof EntssoView);
            assertTrue(J.jenkins.getView("all") instanceof AllView);
            assertFalse(NodeMonitor.getAll().stream().anyMatch(NodeMonitor::isIgnored));
        } finally {
            J.jenkins.setViews(before);
        }
    }

    private static JenkinsRule.WebClient client(String user) throws Exception {
        JenkinsRule.WebClient client = J.createWebClient();
        if (user != null) {
            client.login(user);
        }
        client.getOptions().setThrowExceptionOnFailingStatusCode(false);
        client.getOptions().setPrintContentOnFailingStatusCode(false);
        return client;
    }

    private static HtmlPage page(String user, String path) throws Exception {
        try (JenkinsRule.WebClient client = client(user)) {
            return client.goTo(path);
        }
    }

    private static String html(String user, String path) throws Exception {
        try (JenkinsRule.WebClient client = client(user)) {
            return client.goTo(path, null).getWebResponse().getContentAsString();
        }
    }

    /** HtmlUnit has a language of its own. */
    private static String html(String user, String path, String language) throws Exception {
        URLConnection connection = new URL(J.getURL(), path).openConnection();
        String credentials = user + ":" + user;
        connection.setRequestProperty(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
        connection.setRequestProperty("Accept-Language", language);
        try (InputStream in = connection.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static int status(String user, String path) throws Exception {
        try (JenkinsRule.WebClient client = client(user)) {
            return client.goTo(path, null).getWebResponse().getStatusCode();
        }
    }

    private static int post(String user, String path) throws Exception {
        try (JenkinsRule.WebClient client = client(user)) {
            WebRequest request = new WebRequest(new URL(J.getURL(), path), HttpMethod.POST);
            return client.getPage(client.addCrumb(request)).getWebResponse().getStatusCode();
        }
    }
}
