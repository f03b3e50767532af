package io.jenkins.plugins.entsso.embedded;

import hudson.UDPBroadcastThread;
import hudson.model.Descriptor.FormException;
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
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.eclipse.jetty.security.HashLoginService;
import org.eclipse.jetty.security.UserStore;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.webapp.WebAppContext;

/**
 * Eclipse Hudson 3 in a Jetty on the loopback interface, for this machine's own programs and pages. One in a JVM, since
 * Hudson is a singleton, and one that did not start leaves the JVM to be ended.
 */
final class HudsonServer implements AutoCloseable {
    private static final int START = 600_000;
    private static final int POLL = 50;

    /** It looks for a class that Java 17 does not have, and fails. */
    private static final String NO_PROCESS_TREE = "hudson.util.ProcessTreeKiller.disable";

    private final Server jetty = new Server();

    /**
     * Starts a server and waits until it answers.
     *
     * @param home its home directory, made if it is not there
     * @param port on the loopback interface; 0 for a free one
     * @throws IOException if it cannot be started; the message says why
     */
    HudsonServer(Path home, int port) throws IOException, InterruptedException {
        configure(home);
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
        } catch (Exception e) {
            throw new IOException("The server did not start: " + e.getMessage(), e);
        }
        awaitReady(context);
        silence();
    }

    private static void configure(Path home) throws IOException {
        Files.createDirectories(home);
        System.setProperty("HUDSON_HOME", home.toString());
        // The default strategy weaves classes with an AspectJ too old for Java 17: extensions would vanish.
        System.setProperty("hudson.PluginStrategy", "hudson.ClassicPluginStrategy");
        System.setProperty("updateServer", home.toUri().toString());
        System.setProperty("hudson.udp", "0");
        // Nothing here listens or speaks to any other machine.
        for (String name : List.of(
                "skipInitSetup",
                "hudson.model.UpdateCenter.never",
                "hudson.model.DownloadService.never",
                "hudson.model.UsageStatistics.disabled",
                "hudson.DNSMultiCast.disabled",
                NO_PROCESS_TREE)) {
            System.setProperty(name, "true");
        }
        Path security = home.resolve("hudson-security.xml");
        if (!Files.exists(security)) {
            // Without this, Hudson listens for agents on every interface.
            Files.writeString(
                    security, "<hudsonSecurityManager><slaveAgentPort>-1</slaveAgentPort></hudsonSecurityManager>");
        }
    }

    /** Hudson starts in a thread of its own, and says by an attribute what became of it. */
    private static void awaitReady(WebAppContext context) throws IOException, InterruptedException {
        for (int waited = 0; !(context.getServletContext().getAttribute("app") instanceof Hudson); waited += POLL) {
            if (waited >= START) {
                throw new IOException("Hudson did not start within ten minutes");
            }
            Thread.sleep(POLL);
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

    /** Where it answers. */
    URI url() {
        return URI.create("http://127.0.0.1:" + jetty.getURI().getPort() + "/");
    }

    /** Adds a freestyle job that is tied to a node, or changes it. */
    static void putJob(String name, String node, Builder... steps) throws IOException {
        Hudson hudson = Hudson.getInstance();
        FreeStyleProject job = hudson.getItemByFullName(name, FreeStyleProject.class);
        if (job == null) {
            job = hudson.createProject(FreeStyleProject.class, name);
        }
        job.setAssignedLabel(hudson.getLabel(node));
        job.setBuilders(new DescribableList<>(job, List.of(steps)));
        job.save();
    }

    /** Adds an agent in a JVM of its own, with everything of it in that directory, and waits until it is connected. */
    static SlaveComputer createAgent(String name, Path directory) throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path temporary = Files.createDirectories(directory.resolve("tmp"));
        return createAgent(
                name,
                directory.toString(),
                "\"" + java + "\"",
                temporary.toString(),
                agentJar().toString());
    }

    /**
     * Adds an agent and waits until it is connected.
     *
     * @param directory the agent's own, as its host calls it
     * @param java starts a JVM on this machine; what follows is as the agent's host calls it
     */
    static SlaveComputer createAgent(String name, String directory, String java, String temporary, String jar)
            throws IOException, InterruptedException {
        String command = java + " -Xmx128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -D" + NO_PROCESS_TREE
                + "=true \"-Djava.io.tmpdir=" + temporary + "\" -jar \"" + jar + "\"";
        CommandLauncher launcher = new CommandLauncher(command);
        RetentionStrategy<SlaveComputer> always = new RetentionStrategy.Always();
        try {
            Hudson.getInstance()
                    .addNode(new DumbSlave(
                            name,
                            "A BizTalk host",
                            directory,
                            "1",
                            Node.Mode.NORMAL,
                            name,
                            launcher,
                            always,
                            List.of()));
        } catch (FormException e) {
            throw new IOException("The agent " + name + " was not taken: " + e.getMessage(), e);
        }
        SlaveComputer computer = (SlaveComputer) Hudson.getInstance().getComputer(name);
        connect(computer);
        return computer;
    }

    /** Connects an agent and waits until it is there. */
    static void connect(SlaveComputer computer) throws IOException, InterruptedException {
        try {
            computer.connect(false).get();
        } catch (ExecutionException e) {
            throw new IOException("The agent did not connect: " + computer.getLog(), e);
        }
    }

    /** What an agent runs. */
    static Path agentJar() {
        return webRoot().resolve("WEB-INF/slave.jar");
    }

    /** Hudson's pages, unpacked by the build beside this jar or these classes. */
    private static Path webRoot() {
        String here = HudsonServer.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString();
        return Path.of(URI.create(here)).resolveSibling("hudson");
    }

    /** Stops Hudson, which disconnects its agents then. */
    @Override
    public void close() {
        try {
            jetty.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The server did not stop: " + e.getMessage(), e);
        }
    }
}
