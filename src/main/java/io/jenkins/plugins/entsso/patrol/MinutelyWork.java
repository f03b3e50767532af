package io.jenkins.plugins.entsso.patrol;

import hudson.model.AsyncPeriodicWork;
import java.util.logging.Level;

/** Work that is looked for once a minute, since Jenkins reads a period only once: what is due is decided in it. */
abstract class MinutelyWork extends AsyncPeriodicWork {
    MinutelyWork(String name) {
        super(name);
    }

    @Override
    public final long getRecurrencePeriod() {
        return MIN;
    }

    @Override
    protected final Level getNormalLoggingLevel() {
        return Level.FINE;
    }

    /** That a round takes longer than a minute is as it should be. */
    @Override
    protected final Level getSlowLoggingLevel() {
        return Level.FINE;
    }
}
