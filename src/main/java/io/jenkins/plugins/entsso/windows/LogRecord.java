package io.jenkins.plugins.entsso.windows;

import java.time.Instant;
import java.util.List;

/**
 * One record of an event log, of whatever source.
 *
 * @param source the source that logged it: the event source's name where there is one, else the provider's
 * @param id the event ID
 * @param recordId its number in the log
 * @param time when it was logged
 * @param strings the insertion strings, bounded
 */
record LogRecord(String source, int id, long recordId, Instant time, List<String> strings) {}
