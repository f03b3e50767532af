package io.jenkins.plugins.entsso.engine.agent.windows;

import java.time.Instant;
import java.util.List;

/**
 * One record of an event log, of whatever source.
 *
 * @param provider name of the provider that logged it; empty where it has none
 * @param eventSource name of its classic event source; empty where it has none
 * @param id the event ID
 * @param recordId its number in the log
 * @param time when it was logged
 * @param strings the insertion strings, bounded
 */
record LogRecord(String provider, String eventSource, int id, long recordId, Instant time, List<String> strings) {
    /** Whether it is from that source, by either of its names. */
    boolean isFrom(String source) {
        return provider.equalsIgnoreCase(source) || eventSource.equalsIgnoreCase(source);
    }
}
