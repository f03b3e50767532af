package io.jenkins.plugins.entsso.engine.run;

import io.jenkins.plugins.entsso.engine.agent.CheckTask;
import io.jenkins.plugins.entsso.engine.agent.TrackedTask;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.patrol.PatrolPort;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;

/**
 * A check of an agent's host that nobody waits for. Sending can block if an agent does not read what it is sent, so it is
 * done by a thread of a pool, which is free again once the question is out.
 */
public final class RemoteCheck implements PatrolPort.Call {
    private final Ports.Sender sender;
    private final Executor pool;
    private final TrackedTask<HostFacts> task;
    private Future<HostFacts> answer;
    private Future<String> end;
    private Exception failure;
    private boolean cancelled;

    /** A check that is not sent yet. */
    public RemoteCheck(Ports.Sender sender, CheckTask check, Executor pool) {
        this.sender = sender;
        this.pool = pool;
        this.task = TrackedTask.of(check);
    }

    /** Sends it. */
    public RemoteCheck start() {
        pool.execute(this::send);
        return this;
    }

    private void send() {
        try {
            Future<HostFacts> sent = sender.send(task);
            boolean late;
            synchronized (this) {
                answer = sent;
                late = cancelled;
            }
            if (late) {
                stop();
            }
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }

    @Override
    public synchronized boolean isDone() {
        if (failure != null) {
            return true;
        }
        Future<?> last = cancelled ? end : answer;
        return last != null && last.isDone();
    }

    @Override
    public synchronized HostFacts facts() throws IOException {
        try {
            if (failure != null) {
                throw new ExecutionException(failure);
            }
            return answer.get();
        } catch (ExecutionException e) {
            throw new IOException(
                    "the agent went away or could not do its work (" + e.getCause() + "); reconnect it", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void cancel() {
        boolean sent;
        synchronized (this) {
            cancelled = true;
            sent = answer != null;
        }
        if (sent) {
            pool.execute(this::stop);
        }
    }

    /** Stops what runs on the host, and asks when it has ended. */
    private void stop() {
        Future<HostFacts> stopped;
        synchronized (this) {
            stopped = answer;
        }
        stopped.cancel(true);
        try {
            Future<String> ended = sender.send(task.end());
            synchronized (this) {
                end = ended;
            }
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }

    private synchronized void fail(Exception e) {
        failure = e;
    }
}
