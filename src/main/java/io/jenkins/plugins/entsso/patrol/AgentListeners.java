package io.jenkins.plugins.entsso.patrol;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Computer;
import hudson.model.Node;
import hudson.model.TaskListener;
import hudson.slaves.ComputerListener;
import io.jenkins.plugins.entsso.config.JenkinsAgent;
import io.jenkins.plugins.entsso.engine.patrol.Patrol;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.NodeListener;

/** Tells the patrol which agents come and go. */
final class AgentListeners {
    private static final Logger LOGGER = Logger.getLogger(AgentListeners.class.getName());

    private AgentListeners() {}

    /** Agents that connect. */
    @Extension
    public static final class Computers extends ComputerListener {
        @Override
        public void onOnline(Computer computer, TaskListener listener) {
            Patrol patrol = EntssoPatrol.get().patrol();
            if (patrol != null) {
                patrol.connected(JenkinsAgent.name(computer));
            }
        }
    }

    /** Nodes that are renamed or removed. */
    @Extension
    public static final class Nodes extends NodeListener {
        @Override
        protected void onUpdated(@NonNull Node oldNode, @NonNull Node newNode) {
            if (!oldNode.getNodeName().equals(newNode.getNodeName())) {
                enter(patrol -> patrol.renamed(oldNode.getNodeName(), newNode.getNodeName()), newNode.getNodeName());
            }
        }

        @Override
        protected void onDeleted(@NonNull Node node) {
            enter(patrol -> patrol.removed(node.getNodeName()), node.getNodeName());
        }

        @FunctionalInterface
        private interface Change {
            void to(Patrol patrol) throws IOException;
        }

        private static void enter(Change change, String node) {
            Patrol patrol = EntssoPatrol.get().patrol();
            try {
                if (patrol != null) {
                    change.to(patrol);
                }
            } catch (IOException e) {
                LOGGER.log(
                        Level.WARNING,
                        e,
                        () -> "What became of the node " + node
                                + " is known, but could not be written; make room in Jenkins' home directory");
            }
        }
    }
}
