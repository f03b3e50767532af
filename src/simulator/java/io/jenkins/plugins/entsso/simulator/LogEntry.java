package io.jenkins.plugins.entsso.simulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A run of equal events in the log, most often of one.
 *
 * @param first record number of the first
 * @param count how many; 0 for a mere claim of the next record's number
 * @param time of the first
 * @param step milliseconds from one to the next
 * @param source name of the provider
 * @param id event ID
 * @param qualifiers upper half of the classic event identifier
 * @param level 1 critical, 2 error, 3 warning, 4 information
 * @param strings insertion strings
 */
record LogEntry(
        long first,
        long count,
        Instant time,
        long step,
        String source,
        int id,
        int qualifiers,
        int level,
        List<String> strings) {
    /** The source whose events the plugin reads. */
    static final String ENTSSO = "ENTSSO";

    private static final int FIELDS = 8;
    private static final Set<Integer> ERRORS =
            Set.of(10521, 10522, 10524, 10526, 10555, 10560, 10561, 10564, 10565, 10589, 10590);
    private static final Set<Integer> WARNINGS = Set.of(10520, 10532, 10536, 10598);

    LogEntry {
        strings = List.copyOf(strings);
    }

    /** Events of ENTSSO, with the severity that the documentation gives them. */
    static LogEntry entsso(long count, Instant time, long step, int id, List<String> strings) {
        int level = ERRORS.contains(id) ? 2 : WARNINGS.contains(id) ? 3 : 4;
        int qualifiers = level == 2 ? 0xC000 : level == 3 ? 0x8000 : 0x4000;
        return new LogEntry(0, count, time, step, ENTSSO, id, qualifiers, level, strings);
    }

    LogEntry numbered(long number) {
        return new LogEntry(number, count, time, step, source, id, qualifiers, level, strings);
    }

    /** What is left from that record on. */
    LogEntry from(long number) {
        return new LogEntry(number, first + count - number, time(number), step, source, id, qualifiers, level, strings);
    }

    /** The number of the record after these. */
    long next() {
        return first + count;
    }

    Instant time(long number) {
        return time.plusMillis(step * (number - first));
    }

    String line() {
        List<String> fields = new ArrayList<>(List.of(
                Long.toString(first),
                Long.toString(count),
                time.toString(),
                Long.toString(step),
                source,
                Integer.toString(id),
                Integer.toString(qualifiers),
                Integer.toString(level)));
        fields.addAll(strings);
        return Store.join(fields);
    }

    static LogEntry of(String line) {
        List<String> fields = Store.split(line);
        return new LogEntry(
                Long.parseLong(fields.get(0)),
                Long.parseLong(fields.get(1)),
                Instant.parse(fields.get(2)),
                Long.parseLong(fields.get(3)),
                fields.get(4),
                Integer.parseInt(fields.get(5)),
                Integer.parseInt(fields.get(6)),
                Integer.parseInt(fields.get(7)),
                fields.subList(FIELDS, fields.size()));
    }
}
