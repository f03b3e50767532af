package io.jenkins.plugins.entsso.embedded;

import hudson.remoting.Callable;
import io.jenkins.plugins.entsso.windows.AgentTask;
import java.io.Serializable;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A task of the engine as Hudson sends it to an agent. */
final class RemoteTask<T extends Serializable> implements Callable<T, InterruptedException> {
    private static final long serialVersionUID = 1L;
    private static final ConcurrentMap<UUID, CountDownLatch> UNDER_WAY = new ConcurrentHashMap<>();

    private final UUID id = UUID.randomUUID();
    private final AgentTask<T> task;

    RemoteTask(AgentTask<T> task) {
        this.task = task;
    }

    @Override
    public T call() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        UNDER_WAY.put(id, ended);
        try {
            return task.run();
        } finally {
            UNDER_WAY.remove(id);
            ended.countDown();
        }
    }

    /** What to send after a task that was cancelled: it returns once that one has cleaned up. */
    Callable<Boolean, InterruptedException> end() {
        return new End(id);
    }

    private static final class End implements Callable<Boolean, InterruptedException> {
        private static final long serialVersionUID = 1L;

        private final UUID id;

        End(UUID id) {
            this.id = id;
        }

        @Override
        public Boolean call() throws InterruptedException {
            CountDownLatch ended = UNDER_WAY.get(id);
            return ended == null || ended.await(30, TimeUnit.SECONDS);
        }
    }
}
