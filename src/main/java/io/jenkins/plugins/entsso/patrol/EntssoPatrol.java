package io.jenkins.plugins.entsso.patrol;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.InitMilestone;
import hudson.init.Initializer;
import hudson.init.Terminator;
import hudson.model.Computer;
import hudson.model.Label;
import hudson.model.Node;
import io.jenkins.plugins.entsso.config.EntssoConfiguration;
import io.jenkins.plugins.entsso.config.EntssoLedger;
import io.jenkins.plugins.entsso.config.EntssoNodeProperty;
import io.jenkins.plugins.entsso.config.JenkinsAgent;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.patrol.Audit;
import io.jenkins.plugins.entsso.engine.patrol.Patrol;
import io.jenkins.plugins.entsso.engine.patrol.PatrolExecutor;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
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
        get().patrol();
    }

    /** Ends it with Jenkins. */
    @Terminator
    public static void stop() {
        get().executor.shutdownNow();
    }

    /** The engine's patrol; empty while the ledger cannot be opened, which its page says. */
    public synchronized Optional<Patrol> patrol() {
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
        return Optional.ofNullable(patrol);
    }

    /** The engine's audit; empty while the ledger cannot be opened. */
    public synchronized Optional<Audit> audit() {
        patrol();
        return Optional.ofNullable(audit);
    }

    /** The nodes that can be checked now: whatever is online and runs builds. */
    public static Stream<Computer> reachable() {
        return Arrays.stream(Jenkins.get().getComputers())
                .filter(computer -> computer.getChannel() != null && computer.getNumExecutors() > 0);
    }

    /** Those of them that are checked without anybody's asking for it. */
    public static Stream<Computer> watched() {
        EntssoConfiguration configuration = EntssoConfiguration.get();
        if (!configuration.isPatrolEnabled()) {
            return Stream.empty();
        }
        Label label = Jenkins.get().getLabel(configuration.getPatrolLabel());
        return reachable().filter(computer -> isWatched(computer, label));
    }

    private static boolean isWatched(Computer computer, Label label) {
        Node node = computer.getNode();
        Boolean unix = computer.isUnix();
        if (node == null || unix == null || label != null && !label.contains(node)) {
            return false;
        }
        EntssoNodeProperty property = node.getNodeProperty(EntssoNodeProperty.class);
        return (property == null || !property.isPatrolDisabled())
                && JenkinsAgent.hosts.apply(JenkinsAgent.name(computer)).isFor(unix);
    }
}
