package io.jenkins.plugins.entsso.steps;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;

import com.google.common.util.concurrent.ListenableFuture;
import hudson.model.Result;
import io.jenkins.plugins.entsso.engine.run.RunSettings.OnBad;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.plugins.workflow.steps.BodyInvoker;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.junit.Test;

/** How a step ends. */
public class EntssoExecutionTest {
    private final List<Throwable> failures = new ArrayList<>();

    /** As for want of memory, or of a class. */
    @Test
    public void aStepThatEndedWithAnErrorCanBeStopped() throws Exception {
        EntssoExecution step = new EntssoExecution(new FailingContext(), BackupRequest.check(OnBad.FAIL, 0, true));
        assertThrows(LinkageError.class, step::run);
        Exception stop = new InterruptedException();
        step.stop(stop);
        assertEquals(1, failures.size());
        assertSame(stop, failures.get(0));
    }

    /** The thread is a pool's: its next task was not stopped. */
    @Test
    public void aStopThatComesLateLeavesNoInterruptBehind() {
        Exception stop = new InterruptedException();
        EntssoExecution[] step = new EntssoExecution[1];
        step[0] = new EntssoExecution(
                new FailingContext() {
                    @Override
                    public <T> T get(Class<T> key) {
                        try {
                            step[0].stop(stop);
                        } catch (Exception e) {
                            throw new AssertionError(e);
                        }
                        return super.get(key);
                    }
                },
                BackupRequest.check(OnBad.FAIL, 0, true));
        assertSame(stop, assertThrows(InterruptedException.class, step[0]::run));
        assertFalse(Thread.interrupted());
    }

    /** Has nothing to offer but an error. */
    private class FailingContext extends StepContext {
        private static final long serialVersionUID = 1L;

        @Override
        public <T> T get(Class<T> key) {
            throw new LinkageError("no class");
        }

        @Override
        public void onFailure(Throwable t) {
            failures.add(t);
        }

        @Override
        public void onSuccess(Object result) {
            throw new AssertionError("it failed");
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public ListenableFuture<Void> saveState() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setResult(Result r) {
            throw new UnsupportedOperationException();
        }

        @Override
        public BodyInvoker newBodyInvoker() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int hashCode() {
            return 1;
        }

        @Override
        public boolean equals(Object o) {
            return this == o;
        }
    }
}
