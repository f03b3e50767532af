package io.jenkins.plugins.entsso.patrol;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.InitMilestone;
import hudson.init.Initializer;
import hudson.init.Terminator;
import hudson.model.Computer;
import io.jenkins.plugins.entsso.config.EntssoConfiguration;
import io.jenkins.plugins.entsso.config.EntssoLedger;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.patrol.Audit;
import io.jenkins.plugins.entsso.engine.patrol.Patrol;
import io.jenkins.plugins.entsso.engine.patrol.PatrolExecutor;
import java.time.Clock;
import java.util.Collection;
import java.util.SplittableRandom;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** The engine's patrol and audit over the agents and artifacts of the running Jenkins. No executor is taken. */
@Extension
@Restricted(NoExternalUse.class)
public final class EntssoPatrol {
    private final ScheduledExecutorService executor = new PatrolExecutor();
    private Patrol patrol;
    private Audit audit;

    /** The one of the running Jenkins. */
    public static EntssoPatrol get() {
        return ExtensionList.lookupSingleton(EntssoPatrol.class);
    }

    /** Starts the patrol; jobs are there by then. */
    @Initializer(after = InitMilestone.JOB_CONFIG_ADAPTED)
    public static void start() {
        get().engine();
    }

    /** Ends it with Jenkins. */
    @Terminator
    public static void stop() {
        get().executor.shutdownNow();
    }

    /** The engine's patrol; null while the ledger cannot be opened, which its page says. */
    @CheckForNull
    synchronized Patrol engine() {
        Ledger ledger = patrol == null ? EntssoLedger.get().ledgerOrNull() : null;
        if (ledger != null) {
            Clock clock = Clock.systemUTC();
            audit = new Audit(ledger, new BuildArtifacts(), clock, System::nanoTime);
            patrol = new Patrol(
                    ledger,
                    new JenkinsHosts(),
                    EntssoConfiguration.get()::patrolSettings,
                    executor,
                    clock,
                    System::nanoTime,
                    new SplittableRandom());
            ledger.listen(new ChangeNotifier());
            patrol.start();
        }
        return patrol;
    }

    @CheckForNull
    synchronized Audit engineAudit() {
        return engine() == null ? null : audit;
    }

    /** The nodes that can be checked now: whatever is online and runs builds. */
    public static Stream<Computer> reachable() {
        return JenkinsHosts.reachable();
    }

    /** Those of them that are checked without anybody's asking for it. */
    public static Stream<Computer> watched() {
        return JenkinsHosts.watchedComputers();
    }

    /**
     * Has hosts checked as soon as may be.
     *
     * @param nodes what the ledger calls them
     */
    public void check(Collection<String> nodes) {
        Patrol engine = engine();
        if (engine != null) {
            nodes.forEach(engine::request);
        }
    }

    /** Whether a host is being checked now. */
    public boolean isUnderWay(String node) {
        Patrol engine = engine();
        return engine != null && engine.isUnderWay(node);
    }

    /**
     * Has the artifacts of the backups that a job holds looked for within a minute.
     *
     * @param job its full name
     */
    public void auditSoon(String job) {
        Audit engine = engineAudit();
        if (engine != null) {
            engine.request(job);
        }
    }

    /** Looks for the artifacts of all backups, now. */
    public void audit() {
        Audit engine = engineAudit();
        if (engine != null) {
            engine.run();
        }
    }

    /**
     * Looks for the newest backups of a host's secrets, now, since a verdict is about to rest on them.
     *
     * @param node what the ledger calls the host
     */
    public void auditNewest(String node) {
        Audit engine = engineAudit();
        if (engine != null) {
            engine.lookAtNewest(node);
        }
    }
}
