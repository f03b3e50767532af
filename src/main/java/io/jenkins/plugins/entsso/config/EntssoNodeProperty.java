package io.jenkins.plugins.entsso.config;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Node;
import hudson.slaves.NodeProperty;
import hudson.slaves.NodePropertyDescriptor;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.StaplerRequest2;

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

        @Override
        public NodeProperty<?> newInstance(@CheckForNull StaplerRequest2 req, @NonNull JSONObject json) {
            if (req == null) {
                // never by a form; core's signature allows it
                return new EntssoNodeProperty();
            }
            try {
                return req.bindJSON(EntssoNodeProperty.class, json);
            } catch (IllegalArgumentException e) {
                // a plain FormException would be wrapped on its way up, and shown as a stack trace
                throw HttpResponses.wrap(Settings.refusal(e, "entsso"));
            }
        }
    }
}
