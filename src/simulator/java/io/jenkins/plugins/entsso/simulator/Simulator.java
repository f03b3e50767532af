package io.jenkins.plugins.entsso.simulator;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A command line over {@link SimulatedHost} for people. */
public final class Simulator {
    private static final String HELP = """
            Usage: Simulator FOLDER COMMAND
              create                   make a host in that folder: master secret server, never backed up
              status                   show what it is, its secrets, faults and the newest events
              require-backup [N]       log event 10589 N times (1); a million is no problem
              generate                 generate a new master secret (10525)
              backed-up FILE           enter a backup made by other means (10559)
              event ID [STRING...]     log an event of ENTSSO
              foreign SOURCE ID [S...] log an event of another source
              clear-log                clear the log
              wrap-log KEEP            lose all records but the newest
              master | other SERVER | without-entsso
                                       what the host is in its SSO system
              fault NAME...            add faults; 'faults' lists their names
              clear-faults             end all faults
              set NAME VALUE           choose a variation; 'variations' lists them with their values
              vary SEED                choose plausible variations
              faults | variations      list what there is
            Its ssoconfig is in FOLDER/bin.
            """;

    private final PrintStream out;

    private Simulator(PrintStream out) {
        this.out = out;
    }

    /** Runs one command; the exit code is 0, or 2 where it was not understood or cannot be done. */
    public static void main(String[] arguments) {
        System.exit(run(
                List.of(arguments),
                new PrintStream(System.out, true, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8)));
    }

    /** Runs one command; returns the exit code. */
    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        if (arguments.size() < 2) {
            boolean asked = arguments.size() == 1 && arguments.get(0).matches("(--?)?help");
            (asked ? out : err).print(HELP);
            return asked ? 0 : 2;
        }
        try {
            new Simulator(out).run(Path.of(arguments.get(0)), arguments.get(1), arguments.subList(2, arguments.size()));
            return 0;
        } catch (IllegalArgumentException | IllegalStateException e) {
            err.println(e.getMessage());
        } catch (IndexOutOfBoundsException e) {
            err.println("Something is missing after '" + arguments.get(1) + "'; 'help' shows what");
        } catch (UncheckedIOException e) {
            IOException cause = e.getCause();
            err.println(e.getMessage() + ": " + cause.getMessage());
        }
        return 2;
    }

    private void run(Path folder, String command, List<String> rest) {
        String[] strings = rest.toArray(new String[0]);
        switch (command) {
            case "create" -> status(SimulatedHost.create(folder));
            case "status" -> status(SimulatedHost.open(folder));
            case "require-backup" -> SimulatedHost.open(folder).requireBackup(rest.isEmpty() ? 1 : number(strings[0]));
            case "generate" -> out.println(SimulatedHost.open(folder).generateSecret());
            case "backed-up" -> SimulatedHost.open(folder).backedUpElsewhere(rest.get(0));
            case "event" ->
                SimulatedHost.open(folder)
                        .log((int) number(rest.get(0)), Arrays.copyOfRange(strings, 1, strings.length));
            case "foreign" ->
                SimulatedHost.open(folder)
                        .logForeign(
                                rest.get(0), (int) number(rest.get(1)), Arrays.copyOfRange(strings, 2, strings.length));
            case "clear-log" -> SimulatedHost.open(folder).clearLog();
            case "wrap-log" -> SimulatedHost.open(folder).wrapLog(number(rest.get(0)));
            case "master" -> SimulatedHost.open(folder).becomeMaster();
            case "other" -> SimulatedHost.open(folder).becomeOther(rest.get(0));
            case "without-entsso" -> SimulatedHost.open(folder).withoutEntsso();
            case "fault" ->
                SimulatedHost.open(folder)
                        .fault(rest.stream().map(Simulator::fault).toArray(Fault[]::new));
            case "clear-faults" -> SimulatedHost.open(folder).clearFaults();
            case "set" -> SimulatedHost.open(folder).set(variation(rest.get(0)), rest.get(1));
            case "vary" -> SimulatedHost.open(folder).vary(number(rest.get(0)));
            case "faults" ->
                out.println(String.join(
                        "\n", Arrays.stream(Fault.values()).map(Fault::name).toList()));
            case "variations" -> {
                for (Variation variation : Variation.values()) {
                    out.println(variation + ": " + String.join(" | ", variation.choices()));
                }
            }
            default -> throw new IllegalArgumentException("There is no command '" + command + "'\n" + HELP);
        }
    }

    private void status(SimulatedHost host) {
        out.println("computer   " + host.computer() + ", " + host.role());
        for (UUID msid : host.msids()) {
            out.println("secret     " + msid);
        }
        out.println("required   " + host.backupRequired());
        out.println("backup     "
                + host.lastBackup().map(b -> b.time() + " " + b.file()).orElse("none"));
        out.println("faults     " + host.faults());
        for (Map.Entry<Variation, String> setting : host.variations().entrySet()) {
            if (!setting.getValue().equals(setting.getKey().choices().get(0))) {
                out.println("variation  " + setting.getKey() + " " + setting.getValue());
            }
        }
        out.println("ssoconfig  " + host.ssoconfig());
        for (SimulatedHost.LogRecord record : host.records(10)) {
            out.println(record.recordId() + " " + record.time() + " " + record.source() + " " + record.id() + " "
                    + record.strings());
        }
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no number", e);
        }
    }

    private static Fault fault(String name) {
        try {
            return Fault.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("There is no fault '" + name + "'; 'faults' lists them", e);
        }
    }

    private static Variation variation(String name) {
        try {
            return Variation.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("There is no variation '" + name + "'; 'variations' lists them", e);
        }
    }
}
