package io.jenkins.plugins.entsso.config;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Node;
import hudson.slaves.NodeProperty;
import hudson.slaves.NodePropertyDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import jenkins.model.Jenkins;
import jenkins.model.NodeListener;
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
    private String cluster;

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

    /** Network name of the cluster that the node is one of; null if it is in none. */
    @CheckForNull
    public String getCluster() {
        return cluster;
    }

    /** For administrators only: backups of the nodes of a cluster count for one another. From all others nothing is taken. */
    @DataBoundSetter
    public void setCluster(String cluster) {
        this.cluster = Jenkins.get().hasPermission(Jenkins.ADMINISTER) ? Util.fixEmptyAndTrim(cluster) : null;
    }

    /** A posted {@code config.xml} and a copied node are read with the permissions of whoever does it, Jenkins' home is not. */
    private Object readResolve() {
        setCluster(cluster);
        return this;
    }

    /**
     * The cluster of a node, see {@link #getCluster}.
     *
     * @param node null for one that is gone
     */
    @CheckForNull
    public static String clusterOf(@CheckForNull Node node) {
        EntssoNodeProperty property = node == null ? null : node.getNodeProperty(EntssoNodeProperty.class);
        return property == null ? null : property.cluster;
    }

    /** Keeps a node in its cluster if it is saved, by form, {@code config.xml} or CLI, by somebody who must not change that. */
    @Extension(ordinal = 1)
    public static final class ClusterKeeper extends NodeListener {
        @Override
        protected void onUpdated(@NonNull Node oldNode, @NonNull Node newNode) {
            String kept = clusterOf(oldNode);
            if (Objects.equals(kept, clusterOf(newNode)) || Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
                return;
            }
            EntssoNodeProperty property = newNode.getNodeProperty(EntssoNodeProperty.class);
            if (property == null) {
                property = new EntssoNodeProperty();
            }
            property.cluster = kept;
            try {
                newNode.getNodeProperties().replace(property);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
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
