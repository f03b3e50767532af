package io.jenkins.plugins.entsso.config;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import hudson.model.AutoCompletionCandidates;
import hudson.model.Job;
import hudson.model.Label;
import hudson.model.Node;
import hudson.model.PersistentDescriptor;
import hudson.model.labels.LabelExpression;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import hudson.util.Secret;
import io.jenkins.plugins.entsso.engine.agent.HostSettings;
import io.jenkins.plugins.entsso.engine.patrol.PatrolSettings;
import io.jenkins.plugins.entsso.engine.run.RunSettings.OnBad;
import io.jenkins.plugins.entsso.engine.run.RunSettings.When;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import jenkins.model.GlobalConfiguration;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/**
 * What holds for all hosts and all build steps unless they say otherwise, and how the patrol goes about. Setters refuse an
 * unfit value with a {@link hudson.model.Failure} that names the remedy, whether it comes from the form or from
 * configuration as code. Both save once they have set everything; a script that calls setters has to call {@link #save}.
 */
@Extension
@Symbol("entsso")
@Restricted(NoExternalUse.class)
public final class EntssoConfiguration extends GlobalConfiguration implements PersistentDescriptor {
    private static final String NODE = "{node}";

    private When when = When.REQUIRED;
    private OnBad onBad = OnBad.FAIL;
    private String credentialsId;
    private HostOptions host;
    private boolean patrolEnabled = true;
    private String label;
    private Integer intervalMinutes;
    private Integer atOnce;
    private Integer maxAgeDays;
    private boolean renewAfterRestore;
    private PatrolAction action = PatrolAction.REPORT;
    private String job;
    private Secret webhook;

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
        EntssoNodeProperty property = node == null ? null : node.getNodeProperty(EntssoNodeProperty.class);
        HostOptions all = getHost();
        HostOptions own = property == null ? null : property.getHost();
        HostSettings settings = all == null ? HostSettings.DEFAULTS : all.over(HostSettings.DEFAULTS);
        return own == null ? settings : own.over(settings);
    }

    /** How often the patrol asks hosts, and how old backups may be. */
    public synchronized PatrolSettings patrolSettings() {
        return patrolSettings(intervalMinutes, atOnce, maxAgeDays);
    }

    private PatrolSettings patrolSettings(Integer minutes, Integer hosts, Integer days) {
        PatrolSettings defaults = PatrolSettings.DEFAULTS;
        return new PatrolSettings(
                minutes == null ? defaults.interval() : Duration.ofMinutes(minutes),
                hosts == null ? defaults.atOnce() : hosts,
                days == null ? 0 : days,
                renewAfterRestore);
    }

    /** Full name of the job that backs up a node; null if there is none. */
    @CheckForNull
    public synchronized String jobOf(String node) {
        return job == null ? null : job.replace(NODE, node);
    }

    /** When build steps back up that do not say so. */
    @NonNull
    public synchronized When getWhen() {
        return when;
    }

    @DataBoundSetter
    public synchronized void setWhen(When when) {
        this.when = when == null ? When.REQUIRED : when;
    }

    /** What a bad verdict does to builds whose step does not say so. */
    @NonNull
    public synchronized OnBad getOnBad() {
        return onBad;
    }

    @DataBoundSetter
    public synchronized void setOnBad(OnBad onBad) {
        this.onBad = onBad == null ? OnBad.FAIL : onBad;
    }

    /** Credentials of backups whose build step names none. */
    @CheckForNull
    public synchronized String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public synchronized void setCredentialsId(String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    /** How to ask hosts; null for the defaults. */
    @CheckForNull
    public synchronized HostOptions getHost() {
        return host;
    }

    @DataBoundSetter
    public synchronized void setHost(HostOptions host) {
        this.host = host;
    }

    /** Whether hosts are asked without anybody's asking for it. */
    public synchronized boolean isPatrolEnabled() {
        return patrolEnabled;
    }

    @DataBoundSetter
    public synchronized void setPatrolEnabled(boolean patrolEnabled) {
        this.patrolEnabled = patrolEnabled;
    }

    /**
     * Whether a node may be asked and backed up. What is stored and is no expression, Jenkins takes for the name of one label.
     *
     * @param node null for one that is gone
     */
    public boolean isInScope(@CheckForNull Node node) {
        Label servers = Jenkins.get().getLabel(getLabel());
        return servers == null || node != null && servers.contains(node);
    }

    /** Label expression that names the master secret servers; null for every Windows agent. */
    @CheckForNull
    public synchronized String getLabel() {
        return label;
    }

    @DataBoundSetter
    public synchronized void setLabel(String label) {
        String expression = Util.fixEmptyAndTrim(label);
        Settings.check(() -> checkLabel(expression));
        this.label = expression;
    }

    private static void checkLabel(String expression) {
        if (expression != null) {
            Label.parseExpression(expression);
        }
    }

    /** Minutes from one check of a host to the next; null for the default, four hours. */
    @CheckForNull
    public synchronized Integer getIntervalMinutes() {
        return intervalMinutes;
    }

    @DataBoundSetter
    public synchronized void setIntervalMinutes(Integer intervalMinutes) {
        Settings.check(() -> patrolSettings(intervalMinutes, null, null));
        this.intervalMinutes = intervalMinutes;
    }

    /** How many hosts are asked at a time; null for the default, ten. */
    @CheckForNull
    public synchronized Integer getAtOnce() {
        return atOnce;
    }

    @DataBoundSetter
    public synchronized void setAtOnce(Integer atOnce) {
        Settings.check(() -> patrolSettings(null, atOnce, null));
        this.atOnce = atOnce;
    }

    /** How many days old a backup may be; null for any age. */
    @CheckForNull
    public synchronized Integer getMaxAgeDays() {
        return maxAgeDays;
    }

    @DataBoundSetter
    public synchronized void setMaxAgeDays(Integer maxAgeDays) {
        Settings.check(() -> patrolSettings(null, null, maxAgeDays));
        this.maxAgeDays = maxAgeDays;
    }

    /** Whether to back up anew after secrets that could not be loaded were restored. */
    public synchronized boolean isRenewAfterRestore() {
        return renewAfterRestore;
    }

    @DataBoundSetter
    public synchronized void setRenewAfterRestore(boolean renewAfterRestore) {
        this.renewAfterRestore = renewAfterRestore;
    }

    /** What the patrol does about a verdict that asks for a backup. */
    @NonNull
    public synchronized PatrolAction getAction() {
        return action;
    }

    @DataBoundSetter
    public synchronized void setAction(PatrolAction action) {
        this.action = action == null ? PatrolAction.REPORT : action;
    }

    /** Full name of the job that backs up, in which <code>{node}</code> stands for the node's name. */
    @CheckForNull
    public synchronized String getJob() {
        return job;
    }

    @DataBoundSetter
    public synchronized void setJob(String job) {
        this.job = Util.fixEmptyAndTrim(job);
    }

    /** Where changes are posted to: an HTTP address. It often holds a secret, so it is kept as one. */
    @CheckForNull
    public synchronized Secret getWebhook() {
        return webhook;
    }

    @DataBoundSetter
    public synchronized void setWebhook(Secret webhook) {
        String address = webhook == null ? null : Util.fixEmptyAndTrim(webhook.getPlainText());
        Settings.check(() -> checkAddress(address));
        this.webhook = address == null ? null : Secret.fromString(address);
    }

    private static void checkAddress(String address) {
        try {
            if (address != null) {
                HttpRequest.newBuilder(URI.create(address));
            }
        } catch (IllegalArgumentException e) {
            // which has the address in its message, and that may hold a secret
            throw new IllegalArgumentException(Messages.EntssoConfiguration_noAddress());
        }
    }

    /** What was stored and is not fit gets its default, in memory until somebody saves the form. */
    @Override
    public synchronized void load() {
        super.load();
        intervalMinutes = Settings.fit(intervalMinutes, minutes -> patrolSettings(minutes, null, null));
        atOnce = Settings.fit(atOnce, hosts -> patrolSettings(null, hosts, null));
        maxAgeDays = Settings.fit(maxAgeDays, days -> patrolSettings(null, null, days));
        webhook = Settings.fit(webhook, secret -> checkAddress(secret == null ? null : secret.getPlainText()));
    }

    /** Takes the form as a whole: one that nobody sees tries it first, so that all stays as it is if a value is refused. */
    @Override
    public synchronized boolean configure(StaplerRequest2 req, JSONObject json) {
        req.bindJSON(new EntssoConfiguration(), json);
        req.bindJSON(this, json);
        save();
        return true;
    }

    @NonNull
    @Override
    public String getDisplayName() {
        return Messages.EntssoConfiguration_displayName();
    }

    /** What a choice is called in the form. */
    public String words(Enum<?> choice) {
        return Presentation.words(choice);
    }

    /** The credentials that every job may use; for who may only look, the one that was chosen. */
    @POST
    public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId) {
        return PasswordCredentials.choices(null, credentialsId);
    }

    @POST
    public FormValidation doCheckCredentialsId(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return PasswordCredentials.check(null, value);
    }

    /** Labels are no secret to those who see the form. */
    @POST
    public AutoCompletionCandidates doAutoCompleteLabel(@QueryParameter String value) {
        return LabelExpression.autoComplete(value);
    }

    @POST
    public FormValidation doCheckLabel(@QueryParameter String value, @QueryParameter String action) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return PatrolAction.START.name().equals(action) && Util.fixEmptyAndTrim(value) == null
                ? FormValidation.error(Messages.EntssoConfiguration_noLabel())
                : LabelExpression.validate(value);
    }

    @POST
    public FormValidation doCheckJob(@QueryParameter String value, @QueryParameter String action) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        String name = Util.fixEmptyAndTrim(value);
        if (name == null) {
            return PatrolAction.START.name().equals(action)
                    ? FormValidation.error(Messages.EntssoConfiguration_noJob())
                    : FormValidation.ok();
        }
        return name.contains(NODE) || Jenkins.get().getItemByFullName(name, Job.class) != null
                ? FormValidation.ok()
                : FormValidation.warning(Messages.EntssoConfiguration_unknownJob(name));
    }

    @POST
    public FormValidation doCheckWebhook(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        String address = Util.fixEmptyAndTrim(Secret.fromString(value).getPlainText());
        return Settings.validate(() -> checkAddress(address));
    }
}
