package io.jenkins.plugins.entsso.simulator;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets native programs be the tools of a host: those under {@code src/simulator/native}, which own what only a Windows
 * program can (the console, the exit code, the bytes of the output, the registry, COM) and ask here for everything else.
 * There is one simulated host, whoever asks.
 *
 * <h2>What is spoken</h2>
 * A program connects to the loopback interface and sends frames: a letter, the length of what follows (four bytes,
 * little-endian), and that. Texts are UTF-16LE, several of them end in a zero character each. Its first frame is
 * {@code H}: the token, its name, its process ID, its arguments. From then on it does what it is told, and answers a
 * question with a frame {@code A}:
 * <dl>
 * <dt>{@code o}, {@code e}
 * <dd>bytes for standard output and standard error; for an interface, its answer. No answer.
 * <dt>{@code c}
 * <dd>Is there a console? One byte, 1 or 0.
 * <dt>{@code p}
 * <dd>Text for the console. No answer.
 * <dt>{@code f}
 * <dd>Throw away what was typed. No answer.
 * <dt>{@code l}
 * <dd>Read a line; one byte says what shows: {@code k} the keys, {@code a} asterisks, {@code n} nothing. The text.
 * <dt>{@code s}
 * <dd>The password of this call. The text; it is not among the arguments, because those are entered in a file.
 * <dt>{@code x}
 * <dd>Is there such a file? One byte.
 * <dt>{@code r}
 * <dd>Read that file. A byte, 1 if there is one, and its bytes.
 * <dt>{@code w}
 * <dd>Write a file: its path, then its bytes. Windows' error code, four bytes.
 * <dt>{@code b}
 * <dd>The same, but only the first bytes are written at once, and the rest three seconds later.
 * <dt>{@code n}
 * <dd>How many records of the event log next? Four bytes.
 * <dt>{@code k}
 * <dd>Keys of the registry that go, then an empty text, then keys that are made. Windows' error code.
 * <dt>{@code h}
 * <dd>Start a child, and hang with it. No answer.
 * <dt>{@code q}
 * <dd>End with that exit code or HRESULT, four bytes. No answer.
 * </dl>
 */
public final class NativeTools implements AutoCloseable {
    /** The file beside a program that says where this is. */
    private static final String ADDRESS = "simulator.txt";

    private final SimulatedHost host;
    private final String token = UUID.randomUUID().toString();
    private final ServerSocket server;
    private final Set<RemoteMachine> running = ConcurrentHashMap.newKeySet();

    private NativeTools(SimulatedHost host, ServerSocket server) {
        this.host = host;
        this.server = server;
    }

    /** Serves that host until this is closed. */
    public static NativeTools of(SimulatedHost host) {
        try {
            NativeTools tools = new NativeTools(host, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            Thread thread = new Thread(tools::serve, "native tools of " + host.folder());
            thread.setDaemon(true);
            thread.start();
            return tools;
        } catch (IOException e) {
            throw new UncheckedIOException("No port can be had for native tools", e);
        }
    }

    /** Makes the programs in that directory the tools of this host. */
    public void install(Path directory) {
        try {
            Files.writeString(directory.resolve(ADDRESS), server.getLocalPort() + " " + token + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The tools that run at this moment, children of those that hang among them: a program that ends lets go. */
    public List<String> running() {
        return running.stream().map(RemoteMachine::tool).sorted().toList();
    }

    /** Lets go; programs that are still connected end. */
    @Override
    public void close() {
        try {
            server.close();
            for (RemoteMachine machine : running) {
                machine.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                Thread thread = new Thread(() -> serve(socket), "native tool");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                // closed, or a program that has ended meanwhile
            }
        }
    }

    private void serve(Socket socket) {
        try (socket;
                RemoteMachine machine = new RemoteMachine(
                        new BufferedInputStream(socket.getInputStream()), socket.getOutputStream(), socket)) {
            List<String> hello = machine.hello();
            byte[] given = hello.get(0).getBytes(StandardCharsets.UTF_8);
            if (!MessageDigest.isEqual(given, token.getBytes(StandardCharsets.UTF_8))) {
                return;
            }
            running.add(machine);
            try {
                machine.quit(tool(machine).call(hello.subList(3, hello.size())));
                machine.awaitEnd();
            } finally {
                running.remove(machine);
            }
        } catch (IOException | UncheckedIOException e) {
            // the program has ended, or was killed
        }
    }

    private Tool tool(RemoteMachine machine) throws IOException {
        return switch (machine.tool()) {
            case "wevtapi" -> new EventLogCalls(host, machine);
            case "ssoconfig" -> new Ssoconfig(host, machine);
            case "entsso" -> new Registration(host, machine);
            case "child" -> new Child(host, machine);
            case "api" -> new ConfigApi(host, machine);
            default -> throw new IOException("No such tool: " + machine.tool());
        };
    }

    /** The child of a tool that hangs. */
    private static final class Child extends Tool {
        Child(SimulatedHost host, RemoteMachine machine) {
            super("child", host, machine);
        }

        @Override
        int run(List<String> arguments) throws IOException {
            ((RemoteMachine) machine).awaitEnd();
            return 1;
        }
    }

    /** Makes the registry show what the host is, and ends. */
    private static final class Registration extends Tool {
        Registration(SimulatedHost host, RemoteMachine machine) {
            super("entsso", host, machine);
        }

        @Override
        int run(List<String> arguments) throws IOException {
            machine.register(state);
            return 0;
        }
    }
}
