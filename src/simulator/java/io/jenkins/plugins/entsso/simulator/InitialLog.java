package io.jenkins.plugins.entsso.simulator;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What stands in the log of a new host. */
final class InitialLog {
    private InitialLog() {}

    /** A month of other sources' events, and of ENTSSO that it started and generated its secret. */
    static void log(Session session) throws IOException {
        Instant monthAgo = Instant.now().minus(Duration.ofDays(30));
        session.generate();
        LogEntry generated = session.log().get(0);
        session.clearLog();
        foreign(session, monthAgo);
        session.add(LogEntry.entsso(1, monthAgo.plusSeconds(60), 0, 10534, List.of()));
        session.add(LogEntry.entsso(1, monthAgo.plusSeconds(120), 0, generated.id(), generated.strings()));
        foreign(session, monthAgo.plusSeconds(180));
    }

    /** Events of other sources, some of which look like what they are not. */
    static void foreign(Session session, Instant from) throws IOException {
        add(session, from, "Microsoft-Windows-Security-SPP", 16384, 4, "2026-12-24T08:00:00Z", "RulesEngine");
        add(session, from.plusSeconds(1), "MSSQLSERVER", 17137, 4, "SSODB");
        add(session, from.plusSeconds(2), "BizTalk Server", 5743, 3, "\"Größe\" <unbekannt> & 'größer'", "");
        add(session, from.plusSeconds(3), "ENTSSOBackup", 10559, 4, "C:\\not\\a backup", "{0}", "", "nobody", "");
        add(session, from.plusSeconds(4), "Application Error", 1000, 2, "line 1\r\nline 2", "</Data></EventData>");
        add(session, from.plusSeconds(5), "Monitoring", 10589, 2, "<EventID>10559</EventID>", "Provider Name='ENTSSO'");
        add(session, from.plusSeconds(6), "VSS", 8224, 4);
    }

    private static void add(Session session, Instant time, String source, int id, int level, String... strings)
            throws IOException {
        session.add(new LogEntry(0, 1, time, 0, source, id, 0, level, List.of(strings)));
    }
}
