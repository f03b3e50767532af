package io.jenkins.plugins.entsso.config;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Computer;
import hudson.model.Node;
import hudson.security.AccessControlled;
import hudson.slaves.NodeProperty;
import hudson.slaves.NodePropertyDescriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.entsso.patrol.EntssoPatrolConfiguration;
import io.jenkins.plugins.entsso.patrol.PatrolAction;
import java.util.List;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** How one node's host differs from what {@link EntssoConfiguration} says of all. */
public final class EntssoNodeProperty extends NodeProperty<Node> implements HostOptions {
    private String wevtutil;
    private String reg;
    private String ssoconfig;
    private String workDirectory;
    private Integer querySeconds;
    private Integer backupSeconds;
    private PatrolAction acting;

    /** Differs in nothing. */
    @DataBoundConstructor
    public EntssoNodeProperty() {
        // every option is a setter's
    }

    @Override
    @CheckForNull
    public String getWevtutil() {
        return wevtutil;
    }

    @DataBoundSetter
    public void setWevtutil(String wevtutil) {
        this.wevtutil = HostOptions.wevtutil(wevtutil);
    }

    @Override
    @CheckForNull
    public String getReg() {
        return reg;
    }

    @DataBoundSetter
    public void setReg(String reg) {
        this.reg = HostOptions.reg(reg);
    }

    @Override
    @CheckForNull
    public String getSsoconfig() {
        return ssoconfig;
    }

    @DataBoundSetter
    public void setSsoconfig(String ssoconfig) {
        this.ssoconfig = HostOptions.ssoconfig(ssoconfig);
    }

    @Override
    @CheckForNull
    public String getWorkDirectory() {
        return workDirectory;
    }

    @DataBoundSetter
    public void setWorkDirectory(String workDirectory) {
        this.workDirectory = HostOptions.workDirectory(workDirectory);
    }

    @Override
    @CheckForNull
    public Integer getQuerySeconds() {
        return querySeconds;
    }

    @DataBoundSetter
    public void setQuerySeconds(Integer querySeconds) {
        this.querySeconds = HostOptions.querySeconds(querySeconds);
    }

    @Override
    @CheckForNull
    public Integer getBackupSeconds() {
        return backupSeconds;
    }

    @DataBoundSetter
    public void setBackupSeconds(Integer backupSeconds) {
        this.backupSeconds = HostOptions.backupSeconds(backupSeconds);
    }

    /** What to do if a backup is wanted; null for what holds for all nodes. */
    @CheckForNull
    public String getActing() {
        return acting == null ? null : acting.name();
    }

    /** A text, because a form can send no enum that is missing. */
    @DataBoundSetter
    public void setActing(String acting) {
        String name = Util.fixEmptyAndTrim(acting);
        try {
            this.acting = name == null ? null : PatrolAction.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(Messages.EntssoNodeProperty_noActing(name), e);
        }
    }

    /** What to do if a backup is wanted on this node; null for what holds for all nodes. */
    @CheckForNull
    public PatrolAction acting() {
        return acting;
    }

    /** The form. */
    @Extension
    @Symbol("entsso")
    public static final class DescriptorImpl extends NodePropertyDescriptor {
        /** With the help texts of the options for all hosts. */
        public DescriptorImpl() {
            for (String field :
                    List.of("wevtutil", "reg", "ssoconfig", "workDirectory", "querySeconds", "backupSeconds")) {
                addHelpFileRedirect(field, EntssoConfiguration.class, field);
            }
        }

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
        public NodeProperty<?> newInstance(StaplerRequest2 req, @NonNull JSONObject json) {
            if (req == null) {
                // never by a form; core's signature allows it
                return null;
            }
            try {
                return req.bindJSON(EntssoNodeProperty.class, json);
            } catch (IllegalArgumentException e) {
                // a plain FormException would be wrapped on its way up, and shown as a stack trace
                throw HttpResponses.wrap(new FormException(Presentation.texts().words(e), e, "entsso"));
            }
        }

        /** What there is to choose: no secret to anybody, and wanted by who may only look at the form. */
        @POST
        public ListBoxModel doFillActingItems() {
            ListBoxModel items = new ListBoxModel();
            items.add(Messages.EntssoNodeProperty_asForAll(), "");
            EntssoPatrolConfiguration words = EntssoPatrolConfiguration.get();
            for (PatrolAction choice : PatrolAction.values()) {
                items.add(words.word(choice), choice.name());
            }
            return items;
        }

        @POST
        public FormValidation doCheckWevtutil(@AncestorInPath AccessControlled context, @QueryParameter String value) {
            return check(context, () -> HostOptions.wevtutil(value));
        }

        @POST
        public FormValidation doCheckReg(@AncestorInPath AccessControlled context, @QueryParameter String value) {
            return check(context, () -> HostOptions.reg(value));
        }

        @POST
        public FormValidation doCheckSsoconfig(@AncestorInPath AccessControlled context, @QueryParameter String value) {
            return check(context, () -> HostOptions.ssoconfig(value));
        }

        @POST
        public FormValidation doCheckWorkDirectory(
                @AncestorInPath AccessControlled context, @QueryParameter String value) {
            return check(context, () -> HostOptions.workDirectory(value));
        }

        @POST
        public FormValidation doCheckQuerySeconds(
                @AncestorInPath AccessControlled context, @QueryParameter String value) {
            return check(context, () -> HostOptions.querySeconds(HostOptions.seconds(value)));
        }

        @POST
        public FormValidation doCheckBackupSeconds(
                @AncestorInPath AccessControlled context, @QueryParameter String value) {
            return check(context, () -> HostOptions.backupSeconds(HostOptions.seconds(value)));
        }

        private static FormValidation check(AccessControlled context, Runnable check) {
            permit(context);
            return HostOptions.validate(check);
        }

        /** The form is shown on the page of a node, and where a new one is made. */
        private static void permit(AccessControlled context) {
            if (context instanceof Computer) {
                context.checkPermission(Computer.CONFIGURE);
            } else {
                Jenkins.get().checkPermission(Computer.CREATE);
            }
        }
    }
}
