package io.jenkins.plugins.entsso.embedded;

import hudson.Extension;
import hudson.model.Hudson;
import hudson.model.PeriodicWork;
import io.jenkins.plugins.entsso.engine.patrol.AgePolicy;
import io.jenkins.plugins.entsso.engine.patrol.Patrol;
import io.jenkins.plugins.entsso.engine.patrol.PatrolSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.SplittableRandom;

/** Lets the engine's patrol check every agent about once a minute: whoever looks at the demonstration does not wait for hours. */
@Extension
public final class HostPatrol extends PeriodicWork {
    private static final PatrolSettings SETTINGS = new PatrolSettings(Duration.ofMinutes(1), 10, AgePolicy.NONE);

    private final HudsonHosts hosts = new HudsonHosts();
    private Patrol patrol;

    /** The one of the server that runs. */
    static HostPatrol get() {
        return Hudson.getInstance().getExtensionList(PeriodicWork.class).get(HostPatrol.class);
    }

    /** Checks every agent that is online now. */
    synchronized void checkAll() {
        doRun();
        for (String node : hosts.watched()) {
            patrol.request(node);
        }
    }

    @Override
    public long getRecurrencePeriod() {
        return MIN;
    }

    /** Starts the patrol if that was not done yet. */
    @Override
    protected synchronized void doRun() {
        if (patrol == null) {
            patrol = new Patrol(
                    SecretsPage.get().ledger(),
                    hosts,
                    () -> SETTINGS,
                    Patrol.newExecutor(),
                    Clock.systemUTC(),
                    System::nanoTime,
                    new SplittableRandom());
            patrol.start();
        }
    }
}
