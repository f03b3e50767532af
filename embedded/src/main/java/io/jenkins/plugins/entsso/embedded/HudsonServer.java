package io.jenkins.plugins.entsso.embedded;

import hudson.UDPBroadcastThread;
import hudson.model.Hudson;
import hudson.model.Node;
import hudson.slaves.CommandLauncher;
import hudson.slaves.DumbSlave;
import hudson.slaves.RetentionStrategy;
import hudson.slaves.SlaveComputer;
import hudson.tasks.Builder;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.security.HashLoginService;
import org.eclipse.jetty.security.UserStore;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.webapp.WebAppContext;

/** Eclipse Hudson 3 in a Jetty on the loopback interface, for this machine's own programs and pages. One at a time in a JVM, since Hudson is a singleton. */
final class HudsonServer implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(HudsonServer.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** It looks for a class that Java 17 does not have, and fails. */
    private static final String NO_PROCESS_TREE = "hudson.util.ProcessTreeKiller.disable";

    private final Server jetty;
    private final WebAppContext context;
    private final URI url;

    private HudsonServer(Server jetty, WebAppContext context) {
        this.jetty = jetty;
        this.context = context;
        this.url = URI.create("http://127.0.0.1:" + jetty.getURI().getPort() + "/");
    }

    /**
     * Starts a server and waits until it answers.
     *
     * @param home its home directory, made if it is not there
     * @param port on the loopback interface; 0 for a free one
     * @throws IOException if it cannot be started; the message says why
     */
    static HudsonServer start(Path home, int port) throws IOException, InterruptedException {
        Files.createDirectories(home);
        System.setProperty("HUDSON_HOME", home.toString());
        System.setProperty("skipInitSetup", "true");
        // The default strategy weaves classes with an AspectJ too old for Java 17: extensions would vanish.
        System.setProperty("hudson.PluginStrategy", "hudson.ClassicPluginStrategy");
        System.setProperty("java.awt.headless", "true");
        System.setProperty(NO_PROCESS_TREE, "true");
        // Nothing here listens or speaks to any other machine.
        System.setProperty("updateServer", home.toUri().toString());
        System.setProperty("hudson.model.UpdateCenter.never", "true");
        System.setProperty("hudson.model.DownloadService.never", "true");
        System.setProperty("hudson.model.UsageStatistics.disabled", "true");
        System.setProperty("hudson.DNSMultiCast.disabled", "true");
        System.setProperty("hudson.udp", "0");
        closeAgentPort(home);
        Server jetty = new Server();
        ServerConnector connector = new ServerConnector(jetty);
        connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        connector.setPort(port);
        jetty.addConnector(connector);
        try {
            // Before anything else: Hudson cannot be stopped while it starts.
            connector.open();
        } catch (IOException e) {
            throw new IOException(
                    "The port " + port + " cannot be had (" + e.getMessage() + "); give another, or 0 for a free one",
                    e);
        }
        WebAppContext context = new WebAppContext(webRoot().toString(), "/");
        context.setClassLoader(HudsonServer.class.getClassLoader());
        context.setTempDirectory(Files.createDirectories(home.resolve("jetty")).toFile());
        HashLoginService nobody = new HashLoginService("default");
        nobody.setUserStore(new UserStore());
        context.getSecurityHandler().setLoginService(nobody);
        jetty.setHandler(new LocalRequests(context));
        try {
            jetty.start();
            HudsonServer server = new HudsonServer(jetty, context);
            server.awaitReady();
            silence();
            return server;
        } catch (Exception e) {
            Exception cause =
                    e instanceof IOException ? e : new IOException("The server did not start: " + e.getMessage(), e);
            try {
                stop(jetty);
            } catch (IllegalStateException alsoFailed) {
                cause.addSuppressed(alsoFailed);
            }
            if (e instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            throw (IOException) cause;
        }
    }

    /** Where it answers. */
    URI url() {
        return url;
    }

    /**
     * Adds a job, or changes it.
     *
     * @param config its config.xml
     */
    void putJob(String name, String config) throws IOException {
        boolean isNew = Hudson.getInstance().getItem(name) == null;
        URI target = url.resolve(isNew ? "createItem?name=" + name : "job/" + name + "/config.xml");
        HttpURLConnection connection = (HttpURLConnection) target.toURL().openConnection();
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/xml;charset=UTF-8");
        try (var out = connection.getOutputStream()) {
            out.write(config.getBytes(StandardCharsets.UTF_8));
        }
        if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
            throw new IOException("The job " + name + " was not taken: HTTP " + connection.getResponseCode());
        }
    }

    /** The config.xml of a freestyle job with one step, tied to a node. A password in it is encrypted by the server. */
    static String config(String node, Builder step) {
        return "<project><assignedNode>" + node + "</assignedNode><canRoam>false</canRoam><builders>"
                + Hudson.XSTREAM.toXML(step) + "</builders></project>";
    }

    /**
     * Adds an agent in a JVM of its own and waits until it is connected.
     *
     * @param directory where everything of the agent lives, its temporary files too
     */
    SlaveComputer createAgent(String name, Path directory) throws IOException, InterruptedException {
        Path temporary = Files.createDirectories(directory.resolve("tmp"));
        String command = "\"" + Path.of(System.getProperty("java.home"), "bin", "java") + "\" -Xmx128m -XX:+UseSerialGC"
                + " -XX:TieredStopAtLevel=1 -D" + NO_PROCESS_TREE + "=true \"-Djava.io.tmpdir=" + temporary
                + "\" -jar \""
                + agentJar() + "\"";
        return createAgent(name, directory.toString(), command);
    }

    /**
     * Adds an agent and waits until it is connected.
     *
     * @param directory the agent's own, as its host calls it
     * @param command starts it on this machine
     */
    SlaveComputer createAgent(String name, String directory, String command) throws IOException, InterruptedException {
        try {
            Hudson.getInstance()
                    .addNode(new DumbSlave(
                            name,
                            "A simulated BizTalk host",
                            directory,
                            "1",
                            Node.Mode.NORMAL,
                            name,
                            new CommandLauncher(command),
                            new RetentionStrategy.Always(),
                            List.of()));
        } catch (hudson.model.Descriptor.FormException e) {
            throw new IOException("The agent " + name + " was not taken: " + e.getMessage(), e);
        }
        SlaveComputer computer = (SlaveComputer) Hudson.getInstance().getComputer(name);
        connect(computer);
        return computer;
    }

    /** What an agent runs. */
    static Path agentJar() {
        return webRoot().resolve("WEB-INF/slave.jar");
    }

    /** Connects an agent and waits until it is there. */
    static void connect(SlaveComputer computer) throws IOException, InterruptedException {
        try {
            computer.connect(false).get();
        } catch (ExecutionException e) {
            throw new IOException("The agent did not connect: " + computer.getLog(), e);
        }
    }

    @Override
    public void close() {
        for (var computer : Hudson.getInstance().getComputers()) {
            if (computer instanceof SlaveComputer agent && agent.isOnline()) {
                try {
                    agent.disconnect(null).get();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } catch (ExecutionException e) {
                    LOGGER.log(Level.WARNING, "The agent " + agent.getName() + " did not disconnect", e);
                }
            }
        }
        stop(jetty);
    }

    private static void stop(Server jetty) {
        try {
            jetty.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The server did not stop: " + e.getMessage(), e);
        }
    }

    private void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isReady()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("The server did not answer within " + PATIENCE.toSeconds() + " seconds");
            }
            Thread.sleep(50);
        }
    }

    private boolean isReady() throws IOException {
        if (!(context.getServletContext().getAttribute("app") instanceof Hudson)) {
            return false;
        }
        HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
        return connection.getResponseCode() == HttpURLConnection.HTTP_OK
                && connection.getHeaderField("X-Hudson") != null;
    }

    /** Hudson answers broadcasts on every interface, whatever its properties say. */
    private static void silence() {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread instanceof UDPBroadcastThread broadcast) {
                broadcast.shutdown();
            }
        }
    }

    /** Without this, Hudson listens for agents on every interface. */
    private static void closeAgentPort(Path home) throws IOException {
        Path file = home.resolve("hudson-security.xml");
        if (!Files.exists(file)) {
            Files.writeString(
                    file, "<hudsonSecurityManager><slaveAgentPort>-1</slaveAgentPort></hudsonSecurityManager>");
        }
    }

    /** Hudson's pages, unpacked by the build beside this jar or these classes. */
    private static Path webRoot() {
        Path here = Path.of(URI.create(HudsonServer.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
        return here.resolveSibling("hudson");
    }
}
