package io.jenkins.plugins.entsso.config;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Computer;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.security.AccessControlled;
import hudson.util.FormValidation;
import io.jenkins.plugins.entsso.engine.agent.HostSettings;
import java.time.Duration;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * How to ask hosts: all of them in the system configuration, or that of one node in its properties. What is null here is
 * left to the former, or to {@link HostSettings#DEFAULTS}.
 */
@Restricted(NoExternalUse.class)
public final class HostOptions implements Describable<HostOptions> {
    private String ssoconfig;
    private String workDirectory;
    private Integer querySeconds;
    private Integer backupSeconds;

    /**
     * Refuses what is not fit.
     *
     * @param ssoconfig path of {@code ssoconfig.exe}; null or empty for where ENTSSO installs it
     * @param workDirectory directory for temporary copies of backups; null or empty for the one of the agent's account
     * @param querySeconds how long one question to a host may take
     * @param backupSeconds how long a backup may take
     */
    @DataBoundConstructor
    public HostOptions(String ssoconfig, String workDirectory, Integer querySeconds, Integer backupSeconds) {
        this.ssoconfig = Util.fixEmptyAndTrim(ssoconfig);
        this.workDirectory = Util.fixEmptyAndTrim(workDirectory);
        this.querySeconds = querySeconds;
        this.backupSeconds = backupSeconds;
        Settings.check(() -> over(HostSettings.DEFAULTS));
    }

    /** What was stored and is not fit leaves everything open. */
    private Object readResolve() {
        return Settings.fit(this, options -> options.over(HostSettings.DEFAULTS));
    }

    /** These settings, but for what the options say otherwise. */
    HostSettings over(HostSettings base) {
        return new HostSettings(
                ssoconfig == null ? base.ssoconfig() : ssoconfig,
                workDirectory == null ? base.workDirectory() : workDirectory,
                querySeconds == null ? base.queryTimeout() : Duration.ofSeconds(querySeconds),
                backupSeconds == null ? base.backupTimeout() : Duration.ofSeconds(backupSeconds));
    }

    @CheckForNull
    public String getSsoconfig() {
        return ssoconfig;
    }

    @CheckForNull
    public String getWorkDirectory() {
        return workDirectory;
    }

    @CheckForNull
    public Integer getQuerySeconds() {
        return querySeconds;
    }

    @CheckForNull
    public Integer getBackupSeconds() {
        return backupSeconds;
    }

    /** The form, in the system configuration and on the page of a node. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<HostOptions> {
        @POST
        public FormValidation doCheckSsoconfig(@AncestorInPath AccessControlled context, @QueryParameter String value) {
            return check(context, value, null);
        }

        @POST
        public FormValidation doCheckWorkDirectory(
                @AncestorInPath AccessControlled context, @QueryParameter String value) {
            return check(context, null, value);
        }

        /** Where a new node is made, nothing is there yet to have a permission on. */
        private static FormValidation check(AccessControlled context, String ssoconfig, String workDirectory) {
            if (context instanceof Computer) {
                context.checkPermission(Computer.CONFIGURE);
            } else {
                Jenkins.get().checkPermission(Computer.CREATE);
            }
            return Settings.validate(() -> new HostSettings(
                    ssoconfig,
                    workDirectory,
                    HostSettings.DEFAULTS.queryTimeout(),
                    HostSettings.DEFAULTS.backupTimeout()));
        }
    }
}
