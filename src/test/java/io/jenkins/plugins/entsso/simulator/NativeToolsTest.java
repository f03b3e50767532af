package io.jenkins.plugins.entsso.simulator;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What native programs speak with the simulated host, with this test as the program. */
public class NativeToolsTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private SimulatedHost host;
    private NativeTools tools;
    private int port;
    private String token;

    @Before
    public void install() throws IOException {
        Path directory = folder.getRoot().toPath();
        host = SimulatedHost.create(directory.resolve("host")).requireBackup(1);
        tools = NativeTools.of(host);
        tools.install(directory);
        String[] address =
                Files.readString(directory.resolve("simulator.txt")).strip().split(" ");
        port = Integer.parseInt(address[0]);
        token = address[1];
    }

    @After
    public void close() {
        tools.close();
    }

    @Test
    public void programWithoutConsoleIsRefused() throws Exception {
        try (Socket program = program(token, "ssoconfig", "-backupsecret", "C:\\a.bak")) {
            assertEquals('c', next(program.getInputStream()).letter);
            send(program, 'A', new byte[] {0});
            assertEquals('e', next(program.getInputStream()).letter);
            assertEquals(1, number(next(program.getInputStream()).bytes));
        }
        assertTrue(host.backupRequired());
    }

    @Test
    public void nobodyGetsInWithoutTheToken() throws Exception {
        try (Socket program = program("guessed", "ssoconfig", "-backupsecret", "C:\\a.bak")) {
            assertEquals(-1, program.getInputStream().read());
        }
        assertEquals(List.of(), host.calls());
    }

    private record Frame(char letter, byte[] bytes) {}

    private Socket program(String with, String tool, String... arguments) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        String hello = with + "\0" + tool + "\0" + "44\0" + String.join("\0", arguments) + "\0";
        send(socket, 'H', hello.getBytes(StandardCharsets.UTF_16LE));
        return socket;
    }

    private static void send(Socket socket, char letter, byte[] bytes) throws IOException {
        socket.getOutputStream()
                .write(ByteBuffer.allocate(5 + bytes.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put((byte) letter)
                        .putInt(bytes.length)
                        .put(bytes)
                        .array());
    }

    private static Frame next(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        char letter = (char) data.readUnsignedByte();
        byte[] bytes = new byte[Integer.reverseBytes(data.readInt())];
        data.readFully(bytes);
        return new Frame(letter, bytes);
    }

    private static int number(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }
}
