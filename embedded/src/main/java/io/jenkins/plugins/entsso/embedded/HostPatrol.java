package io.jenkins.plugins.entsso.embedded;

import hudson.Extension;
import hudson.model.AsyncPeriodicWork;
import hudson.model.Hudson;
import hudson.model.PeriodicWork;
import hudson.model.TaskListener;
import io.jenkins.plugins.entsso.engine.patrol.AgePolicy;
import io.jenkins.plugins.entsso.engine.patrol.Patrol;
import io.jenkins.plugins.entsso.engine.patrol.PatrolSettings;
import java.time.Clock;
import java.time.Duration;

/** Lets the engine's patrol check every agent about once a minute: whoever looks at the demonstration does not wait for hours. */
@Extension
public final class HostPatrol extends AsyncPeriodicWork {
    private static final PatrolSettings SETTINGS = new PatrolSettings(Duration.ofMinutes(1), 10, AgePolicy.NONE);

    private final HudsonHosts hosts = new HudsonHosts();
    private Patrol patrol;

    /** For Hudson. */
    public HostPatrol() {
        super("Enterprise SSO patrol");
    }

    /** The one of the server that runs. */
    static HostPatrol get() {
        return Hudson.getInstance().getExtensionList(PeriodicWork.class).get(HostPatrol.class);
    }

    /** Checks every agent that is online now. */
    void checkAll() {
        hosts.online().forEach(patrol()::request);
        doRun();
    }

    @Override
    public long getRecurrencePeriod() {
        return MIN;
    }

    @Override
    protected void execute(TaskListener listener) throws InterruptedException {
        patrol().work();
    }

    private synchronized Patrol patrol() {
        if (patrol == null) {
            patrol = new Patrol(
                    SecretsPage.get().ledger(), hosts, () -> SETTINGS, Clock.systemUTC(), System::nanoTime, 0);
        }
        return patrol;
    }
}
