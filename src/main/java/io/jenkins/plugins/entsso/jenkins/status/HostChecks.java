package io.jenkins.plugins.entsso.jenkins.status;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Computer;
import hudson.model.Node;
import io.jenkins.plugins.entsso.jenkins.LedgerHolder;
import io.jenkins.plugins.entsso.jenkins.agent.JenkinsAgent;
import io.jenkins.plugins.entsso.jenkins.config.EntssoConfiguration;
import io.jenkins.plugins.entsso.ledger.Ledger;
import io.jenkins.plugins.entsso.run.Ports;
import io.jenkins.plugins.entsso.secret.Failure;
import io.jenkins.plugins.entsso.secret.HostFacts;
import io.jenkins.plugins.entsso.secret.Verdict;
import io.jenkins.plugins.entsso.windows.CheckTask;
import io.jenkins.plugins.entsso.windows.HostSettings;
import java.io.IOException;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.NodeListener;

/** Checks hosts in the background, each at most once at a time, and forgets those whose node is gone. */
@Extension
public final class HostChecks extends NodeListener {
    private static final Logger LOGGER = Logger.getLogger(HostChecks.class.getName());

    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    /** The one of the running Jenkins. */
    static HostChecks get() {
        return ExtensionList.lookupSingleton(HostChecks.class);
    }

    /** Whether that host, as the ledger calls it, is being checked now. */
    boolean isUnderWay(String node) {
        return underWay.contains(node);
    }

    /** Starts to check a host, unless it is offline or being checked. It ends within the time limits of the host. */
    void start(Computer computer) {
        Node node = computer.getNode();
        String name = JenkinsAgent.name(computer);
        if (node == null || computer.getChannel() == null || !underWay.add(name)) {
            return;
        }
        HostSettings settings = EntssoConfiguration.get().hostSettings(node);
        JenkinsAgent agent = new JenkinsAgent(name, computer.getChannel());
        boolean started = false;
        try {
            Computer.threadPoolForRemoting.execute(() -> {
                try {
                    check(agent, settings, computer);
                } finally {
                    underWay.remove(name);
                }
            });
            started = true;
        } finally {
            if (!started) {
                underWay.remove(name);
            }
        }
    }

    private static void check(Ports.Agent agent, HostSettings settings, Computer computer) {
        try {
            Ledger ledger = LedgerHolder.get().ledger();
            String host = "";
            Verdict verdict;
            try {
                HostFacts facts = agent.call(new CheckTask(settings));
                host = facts.computer();
                verdict = Verdict.of(facts, ledger.backups());
            } catch (IOException e) {
                verdict = Verdict.unanswered(new Failure(Failure.Kind.ERROR, String.valueOf(e.getMessage())));
            }
            // not after the node was removed and forgotten
            if (computer.getNode() != null) {
                ledger.enter(agent.node(), host, verdict, Instant.now());
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "The verdict on " + agent.node() + " is not kept");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    protected void onDeleted(@NonNull Node node) {
        forget(node.getNodeName());
    }

    @Override
    protected void onUpdated(@NonNull Node oldNode, @NonNull Node newNode) {
        if (!oldNode.getNodeName().equals(newNode.getNodeName())) {
            forget(oldNode.getNodeName());
        }
    }

    private static void forget(String node) {
        try {
            LedgerHolder.get().ledger().forget(node);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "The node " + node + " is gone, but stays among the hosts");
        }
    }
}
