package io.jenkins.plugins.entsso.embedded;

import com.google.gson.Gson;
import hudson.model.FreeStyleBuild;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.commons.io.FileUtils;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The launcher. */
@Command(name = "java -jar entsso-embedded.jar", sortOptions = false)
public final class Main implements Callable<Integer> {
    private static final Logger ROOT = Logger.getLogger("");

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "listen on that port of the loopback interface; default: a free one")
    private int port;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "keep everything there; default: a temporary directory, removed at the end")
    private Path home;

    @Option(
            names = "--once",
            description = "run the job once, print one line of JSON and end:"
                    + " 0 if the host went from unprotected to protected, 1 if not")
    private boolean once;

    @Option(names = "--help", usageHelp = true, description = "print this")
    private boolean help;

    private volatile HudsonServer server;

    /** Starts the server, as told by the command line. */
    public static void main(String... arguments) {
        ROOT.setLevel(Level.WARNING);
        System.exit(new CommandLine(new Main())
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    System.err.println("It did not work: " + failure.getMessage());
                    return 1;
                })
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path directory = home == null ? Files.createTempDirectory("entsso-embedded-") : home.toAbsolutePath();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(directory), "end"));
        PrintStream out = System.out;
        // Whatever a library prints is not the answer.
        System.setOut(System.err);
        server = Demo.start(directory, port);
        if (once) {
            return once(out);
        }
        Demo.check();
        String url = server.url().toString();
        out.print("""
                Eclipse Hudson runs at {url} with the agent 'biztalk' on a simulated BizTalk host.
                Nobody has backed up its master secret, so it logs event 10589. What to look at:
                  {url}entsso/ shows the verdict on the host and why: unprotected.
                  {url}job/back-up-master-secret/ is the job: press 'Build Now'. The build's log tells the story,
                    its page has the verdict before and after, the proof and the archived backup.
                  Press 'Build Now' again: the host is protected, so no other backup is made.
                """.replace("{url}", url));
        out.println("Ctrl-C ends it" + (home == null ? " and removes " : "; everything stays in ") + directory + ".");
        out.flush();
        new CountDownLatch(1).await();
        return 0;
    }

    private static int once(PrintStream out) throws IOException, InterruptedException {
        FreeStyleBuild build = Demo.build();
        Files.copy(build.getLogFile().toPath(), System.err);
        BackupAction action = build.getAction(BackupAction.class);
        if (action == null) {
            return 1;
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("verdictBefore", action.before);
        result.put("verdictAfter", action.after);
        result.put(
                "artifacts",
                build.getArtifacts().stream()
                        .map(artifact -> artifact.relativePath)
                        .toList());
        result.put(
                "msids",
                SecretsPage.get().ledger().backups().stream()
                        .flatMap(backup -> backup.msids().stream())
                        .map(Object::toString)
                        .toList());
        result.put("seconds", ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0);
        out.println(new Gson().toJson(result));
        out.flush();
        return action.before.equals("unprotected") && action.after.equals("protected") ? 0 : 1;
    }

    private void end(Path directory) {
        List<ProcessHandle> children = ProcessHandle.current().descendants().toList();
        if (server != null) {
            server.close();
        }
        for (ProcessHandle child : children) {
            child.destroyForcibly();
            child.onExit().join();
        }
        if (home == null && !FileUtils.deleteQuietly(directory.toFile())) {
            System.err.println("Could not remove " + directory + "; remove it by hand");
        }
    }
}
