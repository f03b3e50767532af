package io.jenkins.plugins.entsso.patrol;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Computer;
import hudson.model.Node;
import hudson.model.TaskListener;
import hudson.slaves.ComputerListener;
import io.jenkins.plugins.entsso.config.JenkinsAgent;
import jenkins.model.NodeListener;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Tells the patrol which agents come and go. */
final class AgentListeners {
    private AgentListeners() {}

    /** Agents that connect. */
    @Extension
    @Restricted(NoExternalUse.class)
    public static final class Computers extends ComputerListener {
        @Override
        public void onOnline(Computer computer, TaskListener listener) {
            EntssoPatrol.get().patrol().ifPresent(patrol -> patrol.connected(JenkinsAgent.name(computer)));
        }
    }

    /** Nodes that are renamed or removed. */
    @Extension
    @Restricted(NoExternalUse.class)
    public static final class Nodes extends NodeListener {
        @Override
        protected void onUpdated(@NonNull Node oldNode, @NonNull Node newNode) {
            if (!oldNode.getNodeName().equals(newNode.getNodeName())) {
                EntssoPatrol.get()
                        .patrol()
                        .ifPresent(patrol -> patrol.renamed(oldNode.getNodeName(), newNode.getNodeName()));
            }
        }

        @Override
        protected void onDeleted(@NonNull Node node) {
            EntssoPatrol.get().patrol().ifPresent(patrol -> patrol.removed(node.getNodeName()));
        }
    }
}
