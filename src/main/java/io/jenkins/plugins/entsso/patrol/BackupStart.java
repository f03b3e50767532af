package io.jenkins.plugins.entsso.patrol;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import hudson.model.AbstractProject;
import hudson.model.Action;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.InvisibleAction;
import hudson.model.Job;
import hudson.model.Label;
import hudson.model.Node;
import hudson.model.ParameterDefinition;
import hudson.model.ParameterValue;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.model.StringParameterDefinition;
import hudson.model.StringParameterValue;
import hudson.model.labels.LabelAssignmentAction;
import hudson.model.queue.SubTask;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.entsso.config.EntssoConfiguration;
import io.jenkins.plugins.entsso.config.PatrolAction;
import io.jenkins.plugins.entsso.engine.report.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import jenkins.model.ParameterizedJobMixIn;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Starts the backup job for a node: a freestyle job by assigning the node's own label, a job of any kind by the parameter
 * {@value #PARAMETER} if it has that. A build on another node gets no password: its step sees to that.
 */
@Restricted(NoExternalUse.class)
public final class BackupStart {
    /** The parameter that tells a Pipeline which node to take. */
    static final String PARAMETER = "ENTSSO_NODE";

    private static final Logger LOGGER = Logger.getLogger(BackupStart.class.getName());

    private BackupStart() {}

    /** Whether a build was started, without anybody's asking for it. */
    static boolean automatic(Node node, PatrolCause cause) {
        if (EntssoConfiguration.get().getAction() != PatrolAction.START) {
            return false;
        }
        String name = EntssoConfiguration.get().jobOf(cause.getNode());
        Job<?, ?> job = jobOf(cause.getNode());
        String refused = refusal(name, job, node);
        if (refused == null && schedule(job, node, cause) == null) {
            refused = "log.start.disabled";
        }
        if (refused != null) {
            LOGGER.log(Level.WARNING, Texts.ofLog().text(refused, cause.getNode(), name, PARAMETER));
        }
        return refused == null;
    }

    /** Why the patrol starts no build; null if it may. Any node can claim that its secret is not backed up. */
    @CheckForNull
    private static String refusal(String name, @CheckForNull Job<?, ?> job, Node node) {
        if (EntssoConfiguration.get().getLabel() == null) {
            return "log.start.noLabel";
        }
        if (job == null) {
            return name == null ? "log.start.noName" : "log.start.noJob";
        }
        if (!canRunOn(job, node)) {
            return "log.start.notMeantFor";
        }
        // whoever may build it would choose the node
        boolean isFree = job instanceof Queue.FlyweightTask && nodeParameter(job) instanceof StringParameterDefinition;
        return isFree ? "log.start.freeText" : null;
    }

    /** The job that backs up a node; null if there is none. */
    @CheckForNull
    @SuppressWarnings("try")
    private static Job<?, ?> jobOf(String node) {
        String name = EntssoConfiguration.get().jobOf(node);
        try (ACLContext context = ACL.as2(ACL.SYSTEM2)) {
            return name == null ? null : Jenkins.get().getItemByFullName(name, Job.class);
        }
    }

    /**
     * Whether a job can run on a node: it is not tied to others, by a label of its own or by the choices of its parameter. A
     * Pipeline without the parameter runs where it says itself.
     */
    public static boolean canRunOn(Job<?, ?> job, Node node) {
        if (job instanceof Queue.FlyweightTask) {
            ParameterDefinition definition = nodeParameter(job);
            return definition == null
                    || definition.isValid(new StringParameterValue(
                            PARAMETER, node.getSelfLabel().getName()));
        }
        Label own = ownLabel(job);
        return own == null || own.contains(node);
    }

    @CheckForNull
    private static Label ownLabel(Job<?, ?> job) {
        return job instanceof AbstractProject<?, ?> project ? project.getAssignedLabel() : null;
    }

    /**
     * Has a job built for a node: on it, unless it is a Pipeline without the parameter, which runs where it says itself.
     *
     * @return null if the job cannot be built; what is there already if it waits for the same node
     */
    @CheckForNull
    public static Queue.Item schedule(Job<?, ?> job, Node node, Cause cause) {
        List<Action> actions = new ArrayList<>();
        actions.add(new CauseAction(cause));
        if (nodeParameter(job) != null) {
            actions.add(parameters(job.getProperty(ParametersDefinitionProperty.class), node));
        }
        if (!(job instanceof Queue.FlyweightTask)) {
            actions.add(new NodeAssignmentAction(node.getSelfLabel().getName()));
        }
        return ParameterizedJobMixIn.scheduleBuild2(job, 0, actions.toArray(Action[]::new));
    }

    /** The parameter that takes the node; a choice among nodes takes no other than these. */
    @CheckForNull
    private static ParameterDefinition nodeParameter(Job<?, ?> job) {
        ParametersDefinitionProperty definitions = job.getProperty(ParametersDefinitionProperty.class);
        return definitions == null ? null : definitions.getParameterDefinition(PARAMETER);
    }

    private static ParametersAction parameters(ParametersDefinitionProperty definitions, Node node) {
        List<ParameterValue> values = new ArrayList<>();
        for (ParameterDefinition definition : definitions.getParameterDefinitions()) {
            ParameterValue value = definition.getName().equals(PARAMETER)
                    ? new StringParameterValue(PARAMETER, node.getSelfLabel().getName())
                    : definition.getDefaultParameterValue();
            if (value != null) {
                values.add(value);
            }
        }
        return new ParametersAction(values);
    }

    /** Whether what was started for a node, maybe before a restart of Jenkins, has not ended. */
    static boolean isUnderWay(String node) {
        Job<?, ?> job = jobOf(node);
        return job != null
                && (job instanceof Queue.Task task
                                // not of all that waits: of that only what the asking user may see is told
                                && Jenkins.get().getQueue().getItems(task).stream()
                                        .anyMatch(item -> isFor(item.getCauses(), node))
                        || Stream.<Run<?, ?>>iterate(
                                        job.getLastBuild(), Objects::nonNull, Run::getPreviousBuildInProgress)
                                .anyMatch(run -> run.isBuilding() && isFor(run.getCauses(), node)));
    }

    private static boolean isFor(List<Cause> causes, String node) {
        return causes.stream()
                .anyMatch(cause ->
                        cause instanceof PatrolCause patrol && patrol.getNode().equals(node));
    }

    /** Assigns a build to a node. */
    @Restricted(NoExternalUse.class)
    public static final class NodeAssignmentAction extends InvisibleAction
            implements LabelAssignmentAction, Queue.QueueAction {
        private final String label;

        NodeAssignmentAction(String label) {
            this.label = label;
        }

        @Override
        @CheckForNull
        public Label getAssignedLabel(SubTask task) {
            return Jenkins.get().getLabelAtom(label);
        }

        /** What waits for another node is another build; Jenkins would take it for the same. */
        @Override
        public boolean shouldSchedule(List<Action> others) {
            return Util.filter(others, NodeAssignmentAction.class).stream()
                    .noneMatch(other -> other.label.equals(label));
        }
    }
}
