package io.jenkins.plugins.entsso.patrol;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.InitMilestone;
import hudson.init.Initializer;
import hudson.model.Computer;
import hudson.model.TaskListener;
import io.jenkins.plugins.entsso.config.EntssoLedger;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.patrol.Audit;
import io.jenkins.plugins.entsso.engine.patrol.Patrol;
import java.io.IOException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import jenkins.model.Jenkins;

/**
 * Lets the patrol of the engine work once a minute: a period is read only once by Jenkins, so what is due is decided there.
 * No executor is taken.
 */
@Extension
public final class EntssoPatrol extends MinutelyWork {
    private static final Logger LOGGER = Logger.getLogger(EntssoPatrol.class.getName());

    private Patrol patrol;
    private Audit audit;

    /** For Jenkins. */
    public EntssoPatrol() {
        super("Enterprise SSO patrol");
    }

    /** The one of the running Jenkins. */
    public static EntssoPatrol get() {
        return ExtensionList.lookupSingleton(EntssoPatrol.class);
    }

    /** Whoever wants to know is told from the first change on. */
    @Initializer(after = InitMilestone.JOB_CONFIG_ADAPTED)
    public static void open() {
        get().patrol();
    }

    /** The engine's patrol; null while the ledger cannot be opened, which its page says. */
    @CheckForNull
    synchronized Patrol patrol() {
        Ledger ledger = patrol == null ? EntssoLedger.get().ledgerOrNull() : null;
        if (ledger != null) {
            Clock clock = Clock.systemUTC();
            audit = new Audit(ledger, new BuildArtifacts(), clock, System::nanoTime);
            patrol = new Patrol(
                    ledger,
                    new JenkinsHosts(),
                    () -> EntssoPatrolConfiguration.get().settings(),
                    clock,
                    System::nanoTime,
                    Jenkins.get().getLegacyInstanceId().hashCode());
            ledger.listen(new ChangeNotifier());
        }
        return patrol;
    }

    /** The nodes that can be asked now: whatever is online and runs builds. */
    public static Stream<Computer> reachable() {
        return JenkinsHosts.reachable();
    }

    /** Those of them that are watched: they have Windows. */
    public static Stream<Computer> watched() {
        return JenkinsHosts.watched();
    }

    /**
     * Has a host checked as soon as there is a place.
     *
     * @param node what the ledger calls it
     */
    public void check(String node) {
        check(List.of(node));
    }

    /**
     * Has hosts checked, each as soon as there is a place.
     *
     * @param nodes what the ledger calls them
     */
    public void check(Collection<String> nodes) {
        Patrol engine = patrol();
        if (engine != null) {
            nodes.forEach(engine::request);
            kick(engine);
        }
    }

    /** Whether a host is being checked now. */
    public boolean isUnderWay(String node) {
        Patrol engine = patrol();
        return engine != null && engine.isUnderWay(node);
    }

    /**
     * Has the artifacts of the backups that a job holds looked for within a minute.
     *
     * @param job its full name
     */
    public void auditSoon(String job) {
        if (patrol() != null) {
            audit.request(job);
        }
    }

    /** Looks for the artifacts of all backups that are held, now: what is gone turns the verdicts. */
    public void audit() throws IOException {
        if (patrol() != null) {
            audit.run();
        }
    }

    /**
     * Looks for the newest backups of a host's secrets, now, since a verdict is about to rest on them.
     *
     * @param node what the ledger calls the host
     */
    public void auditNewest(String node) throws IOException {
        if (patrol() != null) {
            audit.lookAtNewest(node);
        }
    }

    @Override
    protected void execute(@NonNull TaskListener listener) throws InterruptedException {
        Patrol engine = patrol();
        if (engine != null) {
            engine.work();
        }
    }

    /**
     * Has the artifacts looked for that are due, once a minute. Not by the patrol, whose round ends with the slowest host, and
     * which does not wait for whatever keeps the artifacts.
     */
    @Extension
    public static final class Artifacts extends MinutelyWork {
        /** For Jenkins. */
        public Artifacts() {
            super("Enterprise SSO patrol: artifacts");
        }

        @Override
        protected void execute(@NonNull TaskListener listener) {
            EntssoPatrol all = EntssoPatrol.get();
            try {
                if (all.patrol() != null) {
                    all.audit.work(EntssoPatrolConfiguration.get().settings().interval());
                }
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, "What became of backups is known, but could not be written", e);
            }
        }
    }

    private static void kick(Patrol engine) {
        Computer.threadPoolForRemoting.execute(() -> {
            try {
                engine.work();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
