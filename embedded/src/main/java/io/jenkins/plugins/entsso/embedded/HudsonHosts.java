package io.jenkins.plugins.entsso.embedded;

import hudson.model.Computer;
import hudson.model.Hudson;
import hudson.model.Node;
import hudson.slaves.SlaveComputer;
import io.jenkins.plugins.entsso.engine.agent.CheckTask;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.patrol.AgePolicy;
import io.jenkins.plugins.entsso.engine.patrol.BackupReason;
import io.jenkins.plugins.entsso.engine.patrol.Patrol;
import io.jenkins.plugins.entsso.engine.patrol.PatrolPort;
import io.jenkins.plugins.entsso.engine.patrol.PatrolSettings;
import io.jenkins.plugins.entsso.engine.run.Ports;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Future;

/** The agents of Hudson as the patrol sees them. It starts no builds here: whoever looks at the demonstration does. */
final class HudsonHosts implements PatrolPort {
    /** Each host about once a minute: whoever looks at the demonstration does not wait for hours. */
    private static final PatrolSettings SETTINGS = new PatrolSettings(Duration.ofMinutes(1), 10, AgePolicy.NONE);

    /** Lets the engine's patrol check all agents from now on. */
    static Patrol patrol(Ledger ledger) {
        Patrol patrol = new Patrol(
                ledger,
                new HudsonHosts(),
                () -> SETTINGS,
                Patrol.newExecutor(),
                Clock.systemUTC(),
                System::nanoTime,
                new SplittableRandom());
        patrol.start();
        return patrol;
    }

    @Override
    public Collection<String> watched() {
        List<String> nodes = new ArrayList<>();
        for (Computer computer : Hudson.getInstance().getComputers()) {
            if (computer instanceof SlaveComputer && computer.isOnline()) {
                nodes.add(computer.getName());
            }
        }
        return nodes;
    }

    @Override
    public Collection<String> known() {
        List<String> nodes = new ArrayList<>(List.of(""));
        for (Node node : Hudson.getInstance().getNodes()) {
            nodes.add(node.getNodeName());
        }
        return nodes;
    }

    @Override
    public Optional<Call> check(String node, boolean secretServer) {
        Computer computer = Hudson.getInstance().getComputer(node);
        if (computer == null || computer.isOffline()) {
            return Optional.empty();
        }
        Ports.Agent agent = HudsonAgent.of(node, computer.getChannel());
        HostAccess host = HostAccess.current();
        CheckTask task = new CheckTask(host.factory(), host.settings(), secretServer);
        return Optional.of(Call.in(Computer.threadPoolForRemoting, task.patience(), () -> agent.call(task)));
    }

    @Override
    public Optional<Future<?>> start(String node, BackupReason reason) {
        return Optional.empty();
    }
}
