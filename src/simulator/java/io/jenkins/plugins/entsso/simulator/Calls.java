package io.jenkins.plugins.entsso.simulator;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The file {@code calls.txt}. */
final class Calls {
    private static final String FILE = "calls.txt";

    private Calls() {}

    static void add(SimulatedHost host, ProcessHandle process, String tool, List<String> arguments) {
        List<String> fields = new ArrayList<>();
        fields.add(Long.toString(process.pid()));
        fields.add(Long.toString(started(process)));
        fields.add(tool);
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

    static long started(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}
