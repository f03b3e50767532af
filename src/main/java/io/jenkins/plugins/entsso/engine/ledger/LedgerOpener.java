package io.jenkins.plugins.entsso.engine.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Opens a ledger when it is first asked for. Pages, agents and builds ask for it all the time: after a failure it is not tried
 * again for a while, and a failure is logged once. Thread-safe.
 */
public final class LedgerOpener {
    private static final Logger LOGGER = Logger.getLogger(LedgerOpener.class.getName());
    static final Duration PAUSE = Duration.ofMinutes(1);

    private final Path directory;
    private final LongSupplier nanos;
    private final UnaryOperator<String> clusters;
    private Ledger ledger;
    private IOException failure;
    private long failed;

    /** For that directory, by a clock in nanoseconds that only goes forward. Opens nothing yet. */
    public LedgerOpener(Path directory, LongSupplier nanos, UnaryOperator<String> clusters) {
        this.clusters = clusters;
        this.directory = directory;
        this.nanos = nanos;
    }

    /**
     * The ledger.
     *
     * @throws IOException if its directory cannot be made or read, with the remedy in the message; that has been logged
     */
    public synchronized Ledger ledger() throws IOException {
        if (ledger == null && (failure == null || nanos.getAsLong() - failed >= PAUSE.toNanos())) {
            open();
        }
        if (ledger == null) {
            throw new IOException(failure.getMessage(), failure);
        }
        return ledger;
    }

    private void open() {
        try {
            ledger = new Ledger(directory, Clock.systemUTC(), clusters);
        } catch (IOException e) {
            String message = "The memory of hosts and backups in " + directory + " cannot be opened (" + e
                    + "); give the account of the server the right to write there";
            if (failure == null || !message.equals(failure.getMessage())) {
                LOGGER.log(Level.WARNING, message + ". Until then no host is watched", e);
            }
            failure = new IOException(message, e);
            failed = nanos.getAsLong();
        }
    }
}
