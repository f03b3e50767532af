package io.jenkins.plugins.entsso.config;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import hudson.model.Node;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.entsso.engine.agent.HostSettings;
import io.jenkins.plugins.entsso.engine.run.RunSettings.OnBad;
import io.jenkins.plugins.entsso.engine.run.RunSettings.When;
import io.jenkins.plugins.entsso.steps.EntssoBackupBuilder;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * What holds for all hosts and all build steps unless they say otherwise. Setters refuse an unfit value with an
 * {@link IllegalArgumentException} that names the remedy, whether it comes from the form or from configuration as code.
 */
@Extension
@Symbol("entsso")
public final class EntssoConfiguration extends TransactionalConfiguration implements HostOptions {
    private String wevtutil;
    private String reg;
    private String ssoconfig;
    private String workDirectory;
    private Integer querySeconds;
    private Integer backupSeconds;
    private String credentialsId;
    private When when;
    private OnBad onBad;

    /** The one of the running Jenkins. */
    public static EntssoConfiguration get() {
        return ExtensionList.lookupSingleton(EntssoConfiguration.class);
    }

    /**
     * How to ask a node's host: as its node property says, else as it is set here, else {@link HostSettings#DEFAULTS}.
     *
     * @param node null for one that is gone
     */
    public HostSettings hostSettings(@CheckForNull Node node) {
        HostSettings settings;
        synchronized (this) {
            settings = over(HostSettings.DEFAULTS);
        }
        EntssoNodeProperty property = node == null ? null : node.getNodeProperty(EntssoNodeProperty.class);
        return property == null ? settings : property.over(settings);
    }

    @Override
    @CheckForNull
    public synchronized String getWevtutil() {
        return wevtutil;
    }

    /** Path of {@code wevtutil.exe} on the hosts; null or empty for the one of Windows. */
    @DataBoundSetter
    public synchronized void setWevtutil(String wevtutil) {
        this.wevtutil = HostOptions.wevtutil(wevtutil);
        save();
    }

    @Override
    @CheckForNull
    public synchronized String getReg() {
        return reg;
    }

    /** Path of {@code reg.exe} on the hosts; null or empty for the one of Windows. */
    @DataBoundSetter
    public synchronized void setReg(String reg) {
        this.reg = HostOptions.reg(reg);
        save();
    }

    @Override
    @CheckForNull
    public synchronized String getSsoconfig() {
        return ssoconfig;
    }

    /** Path of {@code ssoconfig.exe} on the hosts; null or empty for where ENTSSO installs it. */
    @DataBoundSetter
    public synchronized void setSsoconfig(String ssoconfig) {
        this.ssoconfig = HostOptions.ssoconfig(ssoconfig);
        save();
    }

    @Override
    @CheckForNull
    public synchronized String getWorkDirectory() {
        return workDirectory;
    }

    /** Directory for temporary copies on the hosts; null or empty for the one of the agent's account. */
    @DataBoundSetter
    public synchronized void setWorkDirectory(String workDirectory) {
        this.workDirectory = HostOptions.workDirectory(workDirectory);
        save();
    }

    @Override
    @CheckForNull
    public synchronized Integer getQuerySeconds() {
        return querySeconds;
    }

    /** How long one question to a host may take, in seconds; null for the default. */
    @DataBoundSetter
    public synchronized void setQuerySeconds(Integer querySeconds) {
        this.querySeconds = HostOptions.querySeconds(querySeconds);
        save();
    }

    @Override
    @CheckForNull
    public synchronized Integer getBackupSeconds() {
        return backupSeconds;
    }

    /** How long the backup program may take, in seconds; null for the default. */
    @DataBoundSetter
    public synchronized void setBackupSeconds(Integer backupSeconds) {
        this.backupSeconds = HostOptions.backupSeconds(backupSeconds);
        save();
    }

    /** Credentials of backups whose build step names none. */
    @CheckForNull
    public synchronized String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public synchronized void setCredentialsId(String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
        save();
    }

    /** When build steps back up that do not say so. */
    @NonNull
    public synchronized When getWhen() {
        return when == null ? When.REQUIRED : when;
    }

    @DataBoundSetter
    public synchronized void setWhen(When when) {
        this.when = when;
        save();
    }

    /** What a bad verdict does to builds whose step does not say so. */
    @NonNull
    public synchronized OnBad getOnBad() {
        return onBad == null ? OnBad.FAIL : onBad;
    }

    @DataBoundSetter
    public synchronized void setOnBad(OnBad onBad) {
        this.onBad = onBad;
        save();
    }

    @NonNull
    @Override
    public String getDisplayName() {
        return Messages.EntssoConfiguration_displayName();
    }

    /** The build step, whose choices these are the defaults of. */
    @Restricted(NoExternalUse.class)
    public EntssoBackupBuilder.DescriptorImpl getStep() {
        return ExtensionList.lookupSingleton(EntssoBackupBuilder.DescriptorImpl.class);
    }

    @Override
    protected synchronized void reset() {
        wevtutil = null;
        reg = null;
        ssoconfig = null;
        workDirectory = null;
        querySeconds = null;
        backupSeconds = null;
        credentialsId = null;
        when = null;
        onBad = null;
    }

    @POST
    public FormValidation doCheckWevtutil(@QueryParameter String value) {
        return check(() -> HostOptions.wevtutil(value));
    }

    @POST
    public FormValidation doCheckReg(@QueryParameter String value) {
        return check(() -> HostOptions.reg(value));
    }

    @POST
    public FormValidation doCheckSsoconfig(@QueryParameter String value) {
        return check(() -> HostOptions.ssoconfig(value));
    }

    @POST
    public FormValidation doCheckWorkDirectory(@QueryParameter String value) {
        return check(() -> HostOptions.workDirectory(value));
    }

    @POST
    public FormValidation doCheckQuerySeconds(@QueryParameter String value) {
        return check(() -> HostOptions.querySeconds(HostOptions.seconds(value)));
    }

    @POST
    public FormValidation doCheckBackupSeconds(@QueryParameter String value) {
        return check(() -> HostOptions.backupSeconds(HostOptions.seconds(value)));
    }

    /** The credentials that every job may use; for who may only look, the one that was chosen. */
    @POST
    public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId) {
        return getStep().doFillCredentialsIdItems(null, credentialsId);
    }

    @POST
    public FormValidation doCheckCredentialsId(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return getStep().doCheckCredentialsId(null, value);
    }

    private static FormValidation check(Runnable check) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return HostOptions.validate(check);
    }
}
