package io.jenkins.plugins.entsso.config;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Node;
import hudson.slaves.NodeProperty;
import hudson.slaves.NodePropertyDescriptor;
import org.jenkinsci.Symbol;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** How one node differs from what {@link EntssoConfiguration} says of all. */
@Restricted(NoExternalUse.class)
public final class EntssoNodeProperty extends NodeProperty<Node> {
    private boolean patrolDisabled;
    private HostOptions host;

    /** Differs in nothing. */
    @DataBoundConstructor
    public EntssoNodeProperty() {
        // every option is a setter's
    }

    /** Whether the patrol passes this node by. */
    public boolean isPatrolDisabled() {
        return patrolDisabled;
    }

    @DataBoundSetter
    public void setPatrolDisabled(boolean patrolDisabled) {
        this.patrolDisabled = patrolDisabled;
    }

    /** How to ask the host; null for what holds for all of them. */
    @CheckForNull
    public HostOptions getHost() {
        return host;
    }

    @DataBoundSetter
    public void setHost(HostOptions host) {
        this.host = host;
    }

    /** The form. */
    @Extension
    @Symbol("entsso")
    public static final class DescriptorImpl extends NodePropertyDescriptor {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.EntssoNodeProperty_displayName();
        }

        @Override
        public boolean isApplicableAsGlobal() {
            return false;
        }
    }
}
