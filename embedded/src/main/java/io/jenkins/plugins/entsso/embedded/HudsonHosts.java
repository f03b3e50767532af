package io.jenkins.plugins.entsso.embedded;

import hudson.model.Computer;
import hudson.model.Hudson;
import hudson.model.Node;
import hudson.slaves.SlaveComputer;
import io.jenkins.plugins.entsso.engine.agent.CheckTask;
import io.jenkins.plugins.entsso.engine.agent.HostFactory;
import io.jenkins.plugins.entsso.engine.agent.HostSettings;
import io.jenkins.plugins.entsso.engine.agent.windows.WindowsHost;
import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.patrol.Patrol;
import io.jenkins.plugins.entsso.engine.patrol.PatrolPort;
import io.jenkins.plugins.entsso.engine.patrol.PatrolSettings;
import io.jenkins.plugins.entsso.engine.run.RemoteAgent;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** The agents of Hudson as the patrol sees them. It starts no builds here: whoever looks at the demonstration does. */
final class HudsonHosts implements PatrolPort {
    /** Each host about once a minute: whoever looks at the demonstration does not wait for hours. */
    private static final PatrolSettings PATROL = new PatrolSettings(Duration.ofMinutes(1), 10, 0, false);

    /** How every host is asked; whoever starts the server may have another host than Windows. */
    static volatile HostFactory factory = WindowsHost.FACTORY;

    static volatile HostSettings settings = HostSettings.DEFAULTS;

    /** Lets the engine's patrol check all agents from now on. */
    static Patrol patrol(Ledger ledger) {
        Patrol patrol = new Patrol(
                ledger,
                new HudsonHosts(),
                () -> PATROL,
                Executors.newSingleThreadScheduledExecutor(),
                Clock.systemUTC(),
                System::nanoTime);
        patrol.start();
        return patrol;
    }

    @Override
    public Collection<String> watched() {
        return Arrays.stream(Hudson.getInstance().getComputers())
                .filter(computer -> computer instanceof SlaveComputer && computer.isOnline())
                .map(Computer::getName)
                .toList();
    }

    @Override
    public Collection<String> known() {
        Stream<String> agents = Hudson.getInstance().getNodes().stream().map(Node::getNodeName);
        return Stream.concat(Stream.of(""), agents).toList();
    }

    @Override
    public Optional<CompletableFuture<HostFacts>> check(String node, boolean secretServer) {
        Computer computer = Hudson.getInstance().getComputer(node);
        if (computer == null || computer.isOffline()) {
            return Optional.empty();
        }
        RemoteAgent agent = HudsonAgent.of(node, computer.getChannel());
        CheckTask task = new CheckTask(factory, settings, secretServer);
        return Optional.of(PatrolPort.in(Computer.threadPoolForRemoting, () -> agent.call(task)));
    }

    @Override
    public boolean isBackingUp(String node) {
        return false;
    }

    @Override
    public boolean start(HostRecord host, Finding reason, int attempt) {
        return false;
    }
}
