package io.jenkins.plugins.entsso;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What a class logs, until this is closed. */
public final class LogLines extends Handler implements AutoCloseable {
    /** The lines, oldest first. */
    public final List<LogRecord> said = new ArrayList<>();

    // a logger that nobody holds may be collected, and its handlers with it
    private final Logger logger;

    /** Listens to the logger of that class. */
    public LogLines(Class<?> type) {
        logger = Logger.getLogger(type.getName());
        logger.addHandler(this);
    }

    @Override
    public void publish(LogRecord line) {
        said.add(line);
    }

    @Override
    public void flush() {
        // nothing is held back
    }

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
