package io.jenkins.plugins.entsso.patrol;

import hudson.model.Computer;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.entsso.config.EntssoConfiguration;
import io.jenkins.plugins.entsso.config.EntssoLedger;
import io.jenkins.plugins.entsso.config.JenkinsAgent;
import io.jenkins.plugins.entsso.engine.agent.CheckTask;
import io.jenkins.plugins.entsso.engine.agent.HostSettings;
import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.patrol.PatrolPort;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import jenkins.model.Jenkins;

/** The agents of Jenkins as the patrol sees them. */
final class JenkinsHosts implements PatrolPort {
    @Override
    public Collection<String> watched() {
        return EntssoPatrol.watched().map(JenkinsAgent::name).toList();
    }

    /**
     * Of the configuration: a computer whose node is gone may still end a build. A host that the label does not name is
     * forgotten, unless it holds a secret: by growing old it would become unknown, and nobody may ask it.
     */
    @Override
    public Collection<String> known() {
        EntssoConfiguration configuration = EntssoConfiguration.get();
        Ledger ledger = EntssoLedger.get().ledgerOrNull();
        return Stream.concat(Stream.of(Jenkins.get()), Jenkins.get().getNodes().stream())
                .filter(node -> configuration.isInScope(node)
                        || ledger != null && ledger.isSecretServer(JenkinsAgent.name(node.getNodeName())))
                .map(node -> JenkinsAgent.name(node.getNodeName()))
                .toList();
    }

    @Override
    public Optional<CompletableFuture<HostFacts>> check(String node, boolean secretServer) {
        Computer computer = JenkinsAgent.computer(node);
        VirtualChannel channel = computer == null ? null : computer.getChannel();
        if (channel == null || !EntssoConfiguration.get().isInScope(computer.getNode())) {
            return Optional.empty();
        }
        HostSettings settings = EntssoConfiguration.get().hostSettings(computer.getNode());
        CheckTask task = new CheckTask(JenkinsAgent.hosts.apply(node), settings, secretServer);
        return Optional.of(PatrolPort.in(
                Computer.threadPoolForRemoting,
                () -> JenkinsAgent.of(node, channel).call(task)));
    }

    @Override
    public boolean isBackingUp(String node) {
        Computer computer = JenkinsAgent.computer(node);
        return computer != null && computer.isOnline() && BackupStart.isUnderWay(node);
    }

    /** Nothing where the patrol does not go by itself, even if somebody has had the host checked. */
    @Override
    public boolean start(HostRecord host, Finding reason, int attempt) {
        return EntssoPatrol.watched()
                .filter(computer -> JenkinsAgent.name(computer).equals(host.node()))
                .map(Computer::getNode)
                .filter(Objects::nonNull)
                .anyMatch(node -> BackupStart.automatic(node, new PatrolCause(host, reason, attempt)));
    }
}
