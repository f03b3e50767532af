package io.jenkins.plugins.entsso.engine.agent.windows;

import java.time.Instant;
import java.util.List;

/**
 * One record of an event log.
 *
 * @param id the event ID
 * @param number its number in the log
 * @param time when it was logged
 * @param strings the insertion strings, bounded; empty where it has none
 */
record EventRecord(int id, long number, Instant time, List<String> strings) {}
