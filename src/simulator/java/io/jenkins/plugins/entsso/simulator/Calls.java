package io.jenkins.plugins.entsso.simulator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The file {@code calls.txt}. */
final class Calls {
    private static final String FILE = "calls.txt";

    private Calls() {}

    static void add(SimulatedHost host, ProcessHandle process, String tool, List<String> arguments) {
        add(host, process.pid(), started(process), tool, arguments);
    }

    static void add(SimulatedHost host, long pid, long started, String tool, List<String> arguments) {
        List<String> fields = new ArrayList<>(List.of(Long.toString(pid), Long.toString(started), tool));
        fields.addAll(arguments);
        host.store().locked(() -> {
            host.store().append(FILE, List.of(Store.join(fields)));
            return null;
        });
    }

    static List<SimulatedHost.Call> read(Store store) throws IOException {
        List<SimulatedHost.Call> calls = new ArrayList<>();
        for (String line : store.lines(FILE)) {
            List<String> fields = Store.split(line);
            calls.add(new SimulatedHost.Call(
                    Long.parseLong(fields.get(0)),
                    Long.parseLong(fields.get(1)),
                    fields.get(2),
                    fields.subList(3, fields.size())));
        }
        return calls;
    }

    /** Whether it is there and has not ended; one that has stays as a zombie until its parent, if any, asks for it. */
    static boolean runs(ProcessHandle process) {
        if (!process.isAlive()) {
            return false;
        }
        try {
            String stat = Files.readString(
                    Path.of("/proc", Long.toString(process.pid()), "stat"), StandardCharsets.ISO_8859_1);
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException e) {
            return process.isAlive();
        }
    }

    static long started(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}
