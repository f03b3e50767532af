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
import org.kohsuke.stapler.DataBoundSetter;
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

    /** Leaves everything open. */
    @DataBoundConstructor
    public HostOptions() {
        // every option is a setter's
    }

    private Object readResolve() {
        Settings.repair(ssoconfig, this::setSsoconfig);
        Settings.repair(workDirectory, this::setWorkDirectory);
        Settings.repair(querySeconds, this::setQuerySeconds);
        Settings.repair(backupSeconds, this::setBackupSeconds);
        return this;
    }

    /** These settings, but for what the options say otherwise. */
    static HostSettings over(HostSettings base, @CheckForNull HostOptions o) {
        return o == null ? base : settings(base, o.ssoconfig, o.workDirectory, o.querySeconds, o.backupSeconds);
    }

    private static HostSettings settings(
            HostSettings base, String ssoconfig, String workDirectory, Integer query, Integer backup) {
        return new HostSettings(
                ssoconfig == null ? base.ssoconfig() : ssoconfig,
                workDirectory == null ? base.workDirectory() : workDirectory,
                query == null ? base.queryTimeout() : Duration.ofSeconds(query),
                backup == null ? base.backupTimeout() : Duration.ofSeconds(backup));
    }

    private static void checkSsoconfig(String ssoconfig) {
        settings(HostSettings.DEFAULTS, ssoconfig, null, null, null);
    }

    private static void checkWorkDirectory(String workDirectory) {
        settings(HostSettings.DEFAULTS, null, workDirectory, null, null);
    }

    @CheckForNull
    public String getSsoconfig() {
        return ssoconfig;
    }

    /** Path of {@code ssoconfig.exe}; null or empty for where ENTSSO installs it. */
    @DataBoundSetter
    public void setSsoconfig(String ssoconfig) {
        Settings.check(() -> checkSsoconfig(ssoconfig));
        this.ssoconfig = Util.fixEmptyAndTrim(ssoconfig);
    }

    @CheckForNull
    public String getWorkDirectory() {
        return workDirectory;
    }

    /** Directory for temporary copies of backups; null or empty for the one of the agent's account. */
    @DataBoundSetter
    public void setWorkDirectory(String workDirectory) {
        Settings.check(() -> checkWorkDirectory(workDirectory));
        this.workDirectory = Util.fixEmptyAndTrim(workDirectory);
    }

    @CheckForNull
    public Integer getQuerySeconds() {
        return querySeconds;
    }

    /** How long one question to a host may take, in seconds. */
    @DataBoundSetter
    public void setQuerySeconds(Integer querySeconds) {
        Settings.check(() -> settings(HostSettings.DEFAULTS, null, null, querySeconds, null));
        this.querySeconds = querySeconds;
    }

    @CheckForNull
    public Integer getBackupSeconds() {
        return backupSeconds;
    }

    /** How long a backup may take, in seconds. */
    @DataBoundSetter
    public void setBackupSeconds(Integer backupSeconds) {
        Settings.check(() -> settings(HostSettings.DEFAULTS, null, null, null, backupSeconds));
        this.backupSeconds = backupSeconds;
    }

    /** The form, in the system configuration and on the page of a node. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<HostOptions> {
        @POST
        public FormValidation doCheckSsoconfig(@AncestorInPath AccessControlled context, @QueryParameter String value) {
            return check(context, () -> checkSsoconfig(value));
        }

        @POST
        public FormValidation doCheckWorkDirectory(
                @AncestorInPath AccessControlled context, @QueryParameter String value) {
            return check(context, () -> checkWorkDirectory(value));
        }

        /** Where a new node is made, nothing is there yet to have a permission on. */
        private static FormValidation check(AccessControlled context, Runnable check) {
            if (context instanceof Computer) {
                context.checkPermission(Computer.CONFIGURE);
            } else {
                Jenkins.get().checkPermission(Computer.CREATE);
            }
            return Settings.validate(check);
        }
    }
}
