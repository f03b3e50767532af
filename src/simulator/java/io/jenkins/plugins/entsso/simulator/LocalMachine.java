package io.jenkins.plugins.entsso.simulator;

import edu.umd.cs.findbugs.annotations.SuppressFBWarnings;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** This machine: the tool is this process. */
final class LocalMachine implements Machine {
    /** How long a program that hangs stays if nobody kills it: not for ever, so that no test leaves it behind. */
    private static final int HANG_SECONDS = 600;

    private final OutputStream standard = new FileOutputStream(FileDescriptor.out);
    private final OutputStream err = new FileOutputStream(FileDescriptor.err);

    /** Runs a tool and ends this process: arguments are the host's folder, then the tool's own. */
    @SuppressFBWarnings(value = "DM_EXIT", justification = "A program's exit code is part of what is simulated")
    static void run(BiFunction<SimulatedHost, Machine, Tool> tool, String... arguments) {
        SimulatedHost host = SimulatedHost.open(Path.of(arguments[0]));
        System.exit(tool.apply(host, new LocalMachine()).call(List.of(arguments).subList(1, arguments.length)));
    }

    @Override
    public OutputStream out() {
        return standard;
    }

    @Override
    public OutputStream err() {
        return err;
    }

    @Override
    public void enter(SimulatedHost host, String tool, List<String> arguments) {
        Calls.add(host, ProcessHandle.current(), tool, arguments);
    }

    @Override
    public Optional<Keys> console(OutputStream out, boolean laced) throws IOException {
        return Terminal.open(out, laced).map(terminal -> terminal);
    }

    @Override
    public String absolute(String file) {
        return Path.of(file).toAbsolutePath().toString();
    }

    @Override
    public boolean exists(String file) {
        return Files.exists(Path.of(file));
    }

    @Override
    public Optional<byte[]> read(String file) throws IOException {
        Path path = Path.of(file);
        return Files.isRegularFile(path) ? Optional.of(Files.readAllBytes(path)) : Optional.empty();
    }

    @Override
    public int write(String file, byte[] content) {
        Path path = Path.of(file);
        Path parent = path.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            return PATH_NOT_FOUND;
        }
        try {
            Files.write(path, content);
            return OK;
        } catch (IOException e) {
            return ACCESS_DENIED;
        }
    }

    @Override
    public int begin(String file, byte[] content) {
        return write(file, Arrays.copyOf(content, FIRST));
    }

    @Override
    public boolean holdsFilesOpen() {
        return false;
    }

    @Override
    public void register(HostState state) {
        // the simulated reg looks the host up itself
    }

    /** The child holds the same standard output, so whoever waits for its end waits for the child. */
    @Override
    public void hang(SimulatedHost host) throws IOException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> Pause.millis(HANG_SECONDS * 1000L)));
        Process child = new ProcessBuilder("/bin/sh", "-c", "trap '' TERM HUP INT; exec sleep " + HANG_SECONDS)
                .inheritIO()
                .start();
        Calls.add(host, child.toHandle(), "child", List.of());
        Pause.millis(HANG_SECONDS * 1000L);
        Runtime.getRuntime().halt(1);
    }
}
