package io.jenkins.plugins.entsso.embedded;

import hudson.UDPBroadcastThread;
import hudson.model.FreeStyleProject;
import hudson.model.Hudson;
import hudson.model.Node;
import hudson.slaves.CommandLauncher;
import hudson.slaves.DumbSlave;
import hudson.slaves.RetentionStrategy;
import hudson.slaves.SlaveComputer;
import hudson.tasks.Builder;
import hudson.util.DescribableList;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
    private static final Duration START = Duration.ofSeconds(60);

    /** It looks for a class that Java 17 does not have, and fails. */
    private static final String NO_PROCESS_TREE = "hudson.util.ProcessTreeKiller.disable";

    private final Server jetty;

    private HudsonServer(Server jetty) {
        this.jetty = jetty;
    }

    /**
     * Starts a server and waits until it answers.
     *
     * @param home its home directory, made if it is not there
     * @param port on the loopback interface; 0 for a free one
     * @throws IOException if it cannot be started; the message says why
     */
    static HudsonServer start(Path home, int port) throws IOException, InterruptedException {
        configure(home);
        Server jetty = new Server();
        ServerConnector connector = new ServerConnector(jetty);
        connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        jetty.addConnector(connector);
        try {
            connector.setPort(port);
            // Before anything else: Hudson cannot be stopped while it starts.
            connector.open();
        } catch (IOException | IllegalArgumentException e) {
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
            awaitReady(context);
        } catch (InterruptedException e) {
            stop(jetty);
            throw e;
        } catch (Exception e) {
            stop(jetty);
            throw new IOException("The server did not start: " + e.getMessage(), e);
        }
        silence();
        return new HudsonServer(jetty);
    }

    private static void configure(Path home) throws IOException {
        Files.createDirectories(home);
        Map.ofEntries(
                        Map.entry("HUDSON_HOME", home.toString()),
                        Map.entry("skipInitSetup", "true"),
                        // The default strategy weaves classes with an AspectJ too old for Java 17: extensions would
                        // vanish.
                        Map.entry("hudson.PluginStrategy", "hudson.ClassicPluginStrategy"),
                        Map.entry("java.awt.headless", "true"),
                        Map.entry(NO_PROCESS_TREE, "true"),
                        // Nothing here listens or speaks to any other machine.
                        Map.entry("updateServer", home.toUri().toString()),
                        Map.entry("hudson.model.UpdateCenter.never", "true"),
                        Map.entry("hudson.model.DownloadService.never", "true"),
                        Map.entry("hudson.model.UsageStatistics.disabled", "true"),
                        Map.entry("hudson.DNSMultiCast.disabled", "true"),
                        Map.entry("hudson.udp", "0"))
                .forEach(System::setProperty);
        Path security = home.resolve("hudson-security.xml");
        if (!Files.exists(security)) {
            // Without this, Hudson listens for agents on every interface.
            Files.writeString(
                    security, "<hudsonSecurityManager><slaveAgentPort>-1</slaveAgentPort></hudsonSecurityManager>");
        }
    }

    /** Where it answers. */
    URI url() {
        return URI.create("http://127.0.0.1:" + jetty.getURI().getPort() + "/");
    }

    /** Adds a freestyle job that is tied to a node, or changes it. */
    static FreeStyleProject putJob(String name, String node, Builder... steps) throws IOException {
        Hudson hudson = Hudson.getInstance();
        FreeStyleProject job = hudson.getItemByFullName(name, FreeStyleProject.class);
        if (job == null) {
            job = hudson.createProject(FreeStyleProject.class, name);
        }
        job.setAssignedLabel(hudson.getLabel(node));
        job.setBuilders(new DescribableList<>(job, List.of(steps)));
        job.save();
        return job;
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

    /** Hudson starts in a thread of its own, and says by an attribute what became of it. */
    private static void awaitReady(WebAppContext context) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START.toNanos();
        Object app = null;
        while (!(app instanceof Hudson)) {
            if (System.nanoTime() > deadline) {
                throw new IOException("Hudson is not up after " + START.toSeconds() + " seconds, but " + app);
            }
            Thread.sleep(50);
            app = context.getServletContext().getAttribute("app");
        }
    }

    /** Hudson answers broadcasts on every interface, whatever its properties say. */
    private static void silence() {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread instanceof UDPBroadcastThread broadcast) {
                broadcast.shutdown();
            }
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
