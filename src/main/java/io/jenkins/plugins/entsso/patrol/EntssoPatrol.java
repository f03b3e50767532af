package io.jenkins.plugins.entsso.patrol;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.Terminator;
import hudson.model.AsyncPeriodicWork;
import hudson.model.Computer;
import hudson.model.Node;
import hudson.model.TaskListener;
import hudson.security.ACL;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import io.jenkins.plugins.entsso.config.EntssoConfiguration;
import io.jenkins.plugins.entsso.config.EntssoLedger;
import io.jenkins.plugins.entsso.config.EntssoNodeProperty;
import io.jenkins.plugins.entsso.config.JenkinsAgent;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.patrol.Audit;
import io.jenkins.plugins.entsso.engine.patrol.Patrol;
import io.jenkins.plugins.entsso.engine.report.Texts;
import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import jenkins.security.ImpersonatingExecutorService;
import jenkins.security.ImpersonatingScheduledExecutorService;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * The engine's patrol and audit over the agents and artifacts of the running Jenkins. No executor is taken. As a periodic work
 * it starts the patrol, and has the audit do what is due: asked every minute, since Jenkins reads a period only once.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class EntssoPatrol extends AsyncPeriodicWork {
    /** How long a build waits for the store of the artifacts before its backup. */
    static final int LOOK_SECONDS = 30;

    private final ScheduledExecutorService executor = new ImpersonatingScheduledExecutorService(
            Executors.newSingleThreadScheduledExecutor(
                    new NamingThreadFactory(new DaemonThreadFactory(), "Enterprise SSO patrol")),
            ACL.SYSTEM2);
    private final ExecutorService looks = new ImpersonatingExecutorService(
            Executors.newSingleThreadExecutor(
                    new NamingThreadFactory(new DaemonThreadFactory(), "Enterprise SSO artifacts")),
            ACL.SYSTEM2);
    private final ChangeNotifier notifier = new ChangeNotifier();
    private Patrol patrol;
    private Audit audit;

    /** Its name is that of a log file. */
    public EntssoPatrol() {
        super("Enterprise SSO patrol");
    }

    /** The one of the running Jenkins. */
    public static EntssoPatrol get() {
        return ExtensionList.lookupSingleton(EntssoPatrol.class);
    }

    /** Ends it with Jenkins. */
    @Terminator
    public static void stop() {
        get().executor.shutdownNow();
        get().looks.shutdownNow();
    }

    @Override
    public long getRecurrencePeriod() {
        return MIN;
    }

    @Override
    public long getInitialDelay() {
        return 0;
    }

    @Override
    protected Level getNormalLoggingLevel() {
        return Level.FINE;
    }

    @Override
    protected void execute(@NonNull TaskListener listener) throws IOException {
        audit().work(EntssoConfiguration.get().patrolSettings().interval());
    }

    /**
     * The engine's patrol.
     *
     * @throws IOException while the ledger cannot be opened, see {@link EntssoLedger#ledger}
     */
    public synchronized Patrol patrol() throws IOException {
        if (patrol == null) {
            Ledger ledger = EntssoLedger.get().ledger();
            Clock clock = Clock.systemUTC();
            audit = new Audit(ledger, new BuildArtifacts(), clock, System::nanoTime);
            ledger.listen(notifier::changed);
            patrol = new Patrol(
                    ledger,
                    new JenkinsHosts(),
                    EntssoConfiguration.get()::patrolSettings,
                    executor,
                    clock,
                    System::nanoTime);
            patrol.start();
        }
        return patrol;
    }

    /**
     * The engine's audit.
     *
     * @throws IOException as {@link #patrol()}
     */
    public synchronized Audit audit() throws IOException {
        patrol();
        return audit;
    }

    /**
     * Looks for the backups of a node, and goes on if their store does not answer soon: a backup can be made all the same.
     * One after the other, so that a store which hangs takes one thread only.
     *
     * @throws IOException as {@link #patrol()}
     */
    public void lookAtHost(String node) throws IOException, InterruptedException {
        Audit looking = audit();
        Future<?> look = looks.submit(() -> looking.lookAtHost(node));
        try {
            look.get(LOOK_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            logger.log(Level.WARNING, e, () -> Texts.ofLog().text("log.artifacts.slow", node, LOOK_SECONDS));
        } finally {
            look.cancel(true);
        }
    }

    /** Tells listeners that a backup was made and archived; nobody waits for them. */
    public void backedUp(Backup backup) {
        notifier.backedUp(backup);
    }

    /** The nodes that can be checked now: whatever is online, runs builds, and may be asked by the settings. */
    public static Stream<Computer> reachable() {
        EntssoConfiguration configuration = EntssoConfiguration.get();
        return Arrays.stream(Jenkins.get().getComputers())
                .filter(computer -> computer.getChannel() != null && computer.getNumExecutors() > 0)
                .filter(computer -> configuration.isInScope(computer.getNode()));
    }

    /** Those of them that are checked without anybody's asking for it. */
    public static Stream<Computer> watched() {
        return EntssoConfiguration.get().isPatrolEnabled()
                ? reachable().filter(EntssoPatrol::isWatched)
                : Stream.empty();
    }

    private static boolean isWatched(Computer computer) {
        Node node = computer.getNode();
        Boolean unix = computer.isUnix();
        if (node == null || unix == null) {
            return false;
        }
        EntssoNodeProperty property = node.getNodeProperty(EntssoNodeProperty.class);
        return (property == null || !property.isPatrolDisabled())
                && JenkinsAgent.hosts.apply(JenkinsAgent.name(computer)).isFor(unix);
    }
}
