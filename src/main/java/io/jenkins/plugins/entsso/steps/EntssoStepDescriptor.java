package io.jenkins.plugins.entsso.steps;

import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.entsso.config.Presentation;
import java.util.Set;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;

/** What Jenkins asks about one of our steps. */
abstract class EntssoStepDescriptor extends StepDescriptor {
    @Override
    public Set<? extends Class<?>> getRequiredContext() {
        return Set.of(Run.class, FilePath.class, TaskListener.class, FlowNode.class);
    }

    /** What a choice is called in the form. */
    public String words(Enum<?> choice) {
        return Presentation.words(choice);
    }
}
