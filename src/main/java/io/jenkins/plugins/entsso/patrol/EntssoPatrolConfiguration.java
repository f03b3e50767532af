package io.jenkins.plugins.entsso.patrol;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import hudson.model.Job;
import hudson.model.Node;
import hudson.util.FormValidation;
import hudson.util.Secret;
import io.jenkins.plugins.entsso.config.EntssoNodeProperty;
import io.jenkins.plugins.entsso.config.Presentation;
import io.jenkins.plugins.entsso.config.TransactionalConfiguration;
import io.jenkins.plugins.entsso.engine.patrol.AgePolicy;
import io.jenkins.plugins.entsso.engine.patrol.PatrolSettings;
import java.time.Duration;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** How the patrol goes about, what it starts, and whom it tells. Setters refuse an unfit value and say what would fit. */
@Extension
@Symbol("entssoPatrol")
public final class EntssoPatrolConfiguration extends TransactionalConfiguration {
    private static final String NODE = "{node}";

    private Integer intervalMinutes;
    private Integer atOnce;
    private Integer maxAgeDays;
    private boolean renewAfterRestore;
    private PatrolAction acting;
    private String job;
    private Secret webhook;

    /** The one of the running Jenkins. */
    public static EntssoPatrolConfiguration get() {
        return ExtensionList.lookupSingleton(EntssoPatrolConfiguration.class);
    }

    /** All that the engine wants to know. */
    public synchronized PatrolSettings settings() {
        return settings(intervalMinutes, atOnce, maxAgeDays, renewAfterRestore);
    }

    private static PatrolSettings settings(Integer minutes, Integer atOnce, Integer days, boolean renew) {
        PatrolSettings defaults = PatrolSettings.DEFAULTS;
        return new PatrolSettings(
                minutes == null ? defaults.interval() : Duration.ofMinutes(minutes),
                atOnce == null ? defaults.atOnce() : atOnce,
                new AgePolicy(days == null ? 0 : days, renew));
    }

    /** What to do about a node whose verdict asks for a backup: as its property says, else as it is set here. */
    public PatrolAction acting(Node node) {
        EntssoNodeProperty property = node.getNodeProperty(EntssoNodeProperty.class);
        PatrolAction own = property == null ? null : property.acting();
        return own == null ? getActing() : own;
    }

    /** Full name of the job that backs up a node; null if there is none. */
    @CheckForNull
    public synchronized String jobOf(String node) {
        return job == null ? null : job.replace(NODE, node);
    }

    /** Minutes from one check of a host to the next; null for the default, four hours. */
    @CheckForNull
    public synchronized Integer getIntervalMinutes() {
        return intervalMinutes;
    }

    @DataBoundSetter
    public synchronized void setIntervalMinutes(Integer intervalMinutes) {
        settings(intervalMinutes, null, null, false);
        this.intervalMinutes = intervalMinutes;
        save();
    }

    /** How many hosts are asked at a time; null for the default, ten. */
    @CheckForNull
    public synchronized Integer getAtOnce() {
        return atOnce;
    }

    @DataBoundSetter
    public synchronized void setAtOnce(Integer atOnce) {
        settings(null, atOnce, null, false);
        this.atOnce = atOnce;
        save();
    }

    /** How many days old a backup may be; null for any age. */
    @CheckForNull
    public synchronized Integer getMaxAgeDays() {
        return maxAgeDays;
    }

    @DataBoundSetter
    public synchronized void setMaxAgeDays(Integer maxAgeDays) {
        settings(null, null, maxAgeDays, false);
        this.maxAgeDays = maxAgeDays;
        save();
    }

    /** Whether to back up anew after secrets that could not be loaded were restored. */
    public synchronized boolean isRenewAfterRestore() {
        return renewAfterRestore;
    }

    @DataBoundSetter
    public synchronized void setRenewAfterRestore(boolean renewAfterRestore) {
        this.renewAfterRestore = renewAfterRestore;
        save();
    }

    /** What to do about a verdict that asks for a backup. */
    @NonNull
    public synchronized PatrolAction getActing() {
        return acting == null ? PatrolAction.REPORT : acting;
    }

    @DataBoundSetter
    public synchronized void setActing(PatrolAction acting) {
        this.acting = acting;
        save();
    }

    /** Full name of the job that backs up, in which <code>{node}</code> stands for the node's name. */
    @CheckForNull
    public synchronized String getJob() {
        return job;
    }

    @DataBoundSetter
    public synchronized void setJob(String job) {
        this.job = Util.fixEmptyAndTrim(job);
        save();
    }

    /** Where changes are posted to. Such an address often holds a secret, so it is kept as one. */
    @CheckForNull
    public synchronized Secret getWebhook() {
        return webhook;
    }

    @DataBoundSetter
    public synchronized void setWebhook(Secret webhook) {
        String address = webhook == null ? null : Util.fixEmptyAndTrim(webhook.getPlainText());
        this.webhook = address == null
                ? null
                : Secret.fromString(Webhook.address(address).toString());
        save();
    }

    @NonNull
    @Override
    public String getDisplayName() {
        return Messages.EntssoPatrolConfiguration_displayName();
    }

    /** What a choice is called. */
    public String word(PatrolAction choice) {
        return choice == PatrolAction.START ? Messages.PatrolAction_START() : Messages.PatrolAction_REPORT();
    }

    @Override
    protected synchronized void reset() {
        intervalMinutes = null;
        atOnce = null;
        maxAgeDays = null;
        renewAfterRestore = false;
        acting = null;
        job = null;
        webhook = null;
    }

    @POST
    public FormValidation doCheckIntervalMinutes(@QueryParameter String value) {
        return check(value, number -> settings(number, null, null, false));
    }

    @POST
    public FormValidation doCheckAtOnce(@QueryParameter String value) {
        return check(value, number -> settings(null, number, null, false));
    }

    @POST
    public FormValidation doCheckMaxAgeDays(@QueryParameter String value) {
        return check(value, number -> settings(null, null, number, false));
    }

    @POST
    public FormValidation doCheckJob(@QueryParameter String value, @QueryParameter String acting) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        String name = Util.fixEmptyAndTrim(value);
        if (name == null) {
            return PatrolAction.START.name().equals(acting)
                    ? FormValidation.error(Messages.EntssoPatrolConfiguration_noJob())
                    : FormValidation.ok();
        }
        return name.contains(NODE) || Jenkins.get().getItemByFullName(name, Job.class) != null
                ? FormValidation.ok()
                : FormValidation.warning(Messages.EntssoPatrolConfiguration_unknownJob(name));
    }

    @POST
    public FormValidation doCheckWebhook(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        String address = Util.fixEmptyAndTrim(Secret.fromString(value).getPlainText());
        try {
            return address == null || Webhook.address(address) != null ? FormValidation.ok() : FormValidation.error("");
        } catch (IllegalArgumentException e) {
            return FormValidation.error(Presentation.texts().words(e));
        }
    }

    @FunctionalInterface
    private interface Check {
        Object of(Integer number);
    }

    private static FormValidation check(String value, Check check) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        try {
            check.of(value.isBlank() ? null : Integer.valueOf(value.strip()));
            return FormValidation.ok();
        } catch (NumberFormatException e) {
            return FormValidation.error(Messages.EntssoPatrolConfiguration_noNumber(value));
        } catch (IllegalArgumentException e) {
            return FormValidation.error(Presentation.texts().words(e));
        }
    }
}
