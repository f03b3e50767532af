package io.jenkins.plugins.entsso.embedded;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import hudson.model.FreeStyleBuild;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The launcher: {@link Options#USAGE}. */
public final class Main {
    private static final Logger ROOT = Logger.getLogger("");
    private static final long GRACE = 10;

    private final Options options;
    private final Path directory;
    private Demo demo;

    private Main(Options options) throws IOException {
        this.options = options;
        this.directory = options.home() == null ? Files.createTempDirectory("entsso-embedded-") : options.home();
    }

    /** Starts the server, as told by the command line. */
    public static void main(String... words) {
        System.exit(start(words));
    }

    private static int start(String... words) {
        ROOT.setLevel(Level.WARNING);
        Options options;
        try {
            options = Options.parse(words);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return 2;
        }
        if (options.help()) {
            System.out.print(Options.USAGE);
            return 0;
        }
        try {
            Main main = new Main(options);
            Runtime.getRuntime().addShutdownHook(new Thread(main::end, "end"));
            return main.run();
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            System.err.println("It did not work: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            return 1;
        }
    }

    private int run() throws IOException, InterruptedException {
        PrintStream out = System.out;
        // Whatever a library prints is not the answer.
        System.setOut(System.err);
        Demo started = Demo.start(directory, options.port());
        synchronized (this) {
            demo = started;
        }
        if (options.once()) {
            return once(out);
        }
        Demo.awaitCheck();
        String url = started.server().url().toString();
        out.print("Eclipse Hudson runs at " + url + " with the agent '" + Demo.NODE + "' on a simulated BizTalk host.\n"
                + "Nobody has backed up its master secret, so it logs event 10589. What to look at:\n"
                + "  " + url
                + "entsso/ shows the verdict on the host and why: unprotected. So does the dashboard's side.\n"
                + "  " + url + "job/" + Demo.JOB
                + "/ is the job: press 'Build Now'. The build's log tells the story, its\n"
                + "    page has the verdict before and after, the proof and the archived backup.\n"
                + "  Press 'Build Now' again: the host is protected, so no other backup is made.\n"
                + "Ctrl-C ends it" + (options.home() == null ? " and removes " : "; everything stays in ") + directory
                + ".\n");
        out.flush();
        new CountDownLatch(1).await();
        return 0;
    }

    private int once(PrintStream out) throws IOException, InterruptedException {
        FreeStyleBuild build = Demo.build();
        Files.copy(build.getLogFile().toPath(), System.err);
        BackupAction action = build.getAction(BackupAction.class);
        if (action == null) {
            return 1;
        }
        JsonObject json = new JsonObject();
        json.addProperty("verdictBefore", action.before);
        json.addProperty("verdictAfter", action.after);
        JsonArray artifacts = new JsonArray();
        build.getArtifacts().forEach(artifact -> artifacts.add(artifact.relativePath));
        json.add("artifacts", artifacts);
        JsonArray msids = new JsonArray();
        Ledger ledger = SecretsPage.get().ledger();
        ledger.backups().forEach(backup -> backup.msids().forEach(msid -> msids.add(msid.toString())));
        json.add("msids", msids);
        json.addProperty("seconds", ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0);
        out.println(json);
        out.flush();
        boolean wasUnprotected = action.kindBefore.equals(Verdict.Kind.UNPROTECTED.name());
        return wasUnprotected && action.kind.equals(Verdict.Kind.PROTECTED.name()) ? 0 : 1;
    }

    private synchronized void end() {
        List<ProcessHandle> children = ProcessHandle.current().descendants().toList();
        if (demo != null) {
            demo.close();
        }
        for (ProcessHandle child : children) {
            try {
                child.onExit().get(GRACE, TimeUnit.SECONDS);
            } catch (InterruptedException | TimeoutException | java.util.concurrent.ExecutionException e) {
                child.destroyForcibly();
            }
        }
        if (options.home() == null) {
            remove(directory);
        }
    }

    private static void remove(Path directory) {
        try (var paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("Could not remove " + directory + ": " + e.getMessage() + "; remove it by hand");
        }
    }
}
