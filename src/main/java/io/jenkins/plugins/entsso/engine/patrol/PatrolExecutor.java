package io.jenkins.plugins.entsso.engine.patrol;

import java.util.concurrent.ScheduledThreadPoolExecutor;

/** The one thread of a patrol. It keeps no JVM from ending, and passes over what comes after its shutdown. */
public final class PatrolExecutor extends ScheduledThreadPoolExecutor {
    /** A thread that has nothing to do yet. */
    public PatrolExecutor() {
        super(
                1,
                task -> {
                    Thread thread = new Thread(task, "Enterprise SSO patrol");
                    thread.setDaemon(true);
                    return thread;
                },
                new DiscardPolicy());
        setRemoveOnCancelPolicy(true);
    }
}
