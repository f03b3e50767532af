package io.jenkins.plugins.entsso.simulator;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The machine of a native program; see {@link NativeTools} for what is spoken. */
final class RemoteMachine implements Machine, Closeable {
    private static final int LONGEST = 16 * 1024 * 1024;
    private static final int HEAD = 5;
    private static final byte[] NOTHING = {};
    private static final String ENTSSO = "SOFTWARE\\Microsoft\\ENTSSO";

    private final InputStream in;
    private final OutputStream to;
    private final Closeable connection;
    private final OutputStream out = new Frames('o');
    private final OutputStream err = new Frames('e');
    private String tool = "";
    private long pid;

    RemoteMachine(InputStream in, OutputStream to, Closeable connection) {
        this.in = in;
        this.to = to;
        this.connection = connection;
    }

    /** Reads the first frame: token, name, process ID, arguments. */
    List<String> hello() throws IOException {
        String text = text(receive('H'));
        List<String> fields = new ArrayList<>(Arrays.asList(text.split("\0", -1)));
        fields.remove(fields.size() - 1);
        if (fields.size() < 3) {
            throw new IOException("not a native tool");
        }
        tool = fields.get(1);
        pid = Long.parseLong(fields.get(2));
        return fields;
    }

    /** Which tool it is. */
    String tool() {
        return tool;
    }

    /** Tells it to end. */
    void quit(int code) throws IOException {
        send('q', number(code));
    }

    /** Returns once the program has let go. */
    void awaitEnd() throws IOException {
        while (in.read() >= 0) {
            // it has nothing to say any more
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }

    @Override
    public OutputStream out() {
        return out;
    }

    @Override
    public OutputStream err() {
        return err;
    }

    @Override
    public void enter(SimulatedHost host, String name, List<String> arguments) {
        Calls.add(host, pid, 0, name, arguments);
    }

    @Override
    public Optional<Keys> console(OutputStream unused, boolean laced) throws IOException {
        return ask('c', NOTHING)[0] == 0 ? Optional.empty() : Optional.of(new RemoteKeys());
    }

    /** Windows made it absolute before it was passed on. */
    @Override
    public String absolute(String file) {
        return file;
    }

    @Override
    public boolean exists(String file) throws IOException {
        return ask('x', texts(List.of(file)))[0] != 0;
    }

    @Override
    public Optional<byte[]> read(String file) throws IOException {
        byte[] answer = ask('r', texts(List.of(file)));
        return answer[0] == 0 ? Optional.empty() : Optional.of(Arrays.copyOfRange(answer, 1, answer.length));
    }

    @Override
    public int write(String file, byte[] content) throws IOException {
        return write('w', file, content);
    }

    @Override
    public int begin(String file, byte[] content) throws IOException {
        return write('b', file, content);
    }

    @Override
    public boolean holdsFilesOpen() {
        return true;
    }

    private int write(char how, String file, byte[] content) throws IOException {
        byte[] path = texts(List.of(file));
        return number(ask(
                how,
                ByteBuffer.allocate(path.length + content.length)
                        .put(path)
                        .put(content)
                        .array()));
    }

    @Override
    public void register(HostState state) throws IOException {
        List<String> keys = new ArrayList<>(List.of(ENTSSO, source("Application"), source(HostState.OTHER_LOG), ""));
        if (state.role != SimulatedHost.Role.NONE) {
            keys.addAll(List.of(ENTSSO, source(state.log())));
        }
        if (state.hasKey()) {
            keys.add(ENTSSO + "\\SSOSS");
            for (UUID msid : state.msids()) {
                keys.add(ENTSSO + "\\SSOSS\\" + HostState.written(msid, state.get(Variation.MSID_IN_REGISTRY)));
            }
        }
        int error = number(ask('k', texts(keys)));
        if (error != OK) {
            throw new IOException("The registry cannot be written: error " + error);
        }
    }

    private static String source(String log) {
        return "SYSTEM\\CurrentControlSet\\Services\\EventLog\\" + log + "\\ENTSSO";
    }

    @Override
    public void hang(SimulatedHost host) throws IOException {
        send('h', NOTHING);
        awaitEnd();
        throw new EOFException("killed");
    }

    /** The password that was given with a call of the API. */
    char[] password() throws IOException {
        return secret(ask('s', NOTHING));
    }

    /** How many records a query of the event log is to show next. */
    int wanted() throws IOException {
        return number(ask('n', NOTHING));
    }

    private static char[] secret(byte[] bytes) {
        CharBuffer text = StandardCharsets.UTF_16LE.decode(ByteBuffer.wrap(bytes));
        Arrays.fill(bytes, (byte) 0);
        char[] characters = Arrays.copyOf(text.array(), text.limit());
        Arrays.fill(text.array(), '\0');
        return characters;
    }

    private byte[] ask(char what, byte[] with) throws IOException {
        send(what, with);
        return receive('A');
    }

    private void send(char what, byte[] bytes) throws IOException {
        send(what, bytes, 0, bytes.length);
    }

    private synchronized void send(char what, byte[] bytes, int offset, int length) throws IOException {
        to.write(ByteBuffer.allocate(HEAD + length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) what)
                .putInt(length)
                .put(bytes, offset, length)
                .array());
        to.flush();
    }

    private byte[] receive(char expected) throws IOException {
        byte[] head = in.readNBytes(HEAD);
        if (head.length < HEAD) {
            throw new EOFException("The program has ended");
        }
        int length = ByteBuffer.wrap(head, 1, 4).order(ByteOrder.LITTLE_ENDIAN).getInt();
        if (head[0] != expected || length < 0 || length > LONGEST) {
            throw new IOException("not a native tool");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("The program has ended");
        }
        return bytes;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_16LE);
    }

    static byte[] texts(List<String> texts) {
        return (String.join("\0", texts) + "\0").getBytes(StandardCharsets.UTF_16LE);
    }

    private static byte[] number(int number) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number)
                .array();
    }

    private static int number(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }

    /** Bytes as frames. */
    private final class Frames extends OutputStream {
        private final char what;

        Frames(char what) {
            this.what = what;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            send(what, bytes, offset, length);
        }
    }

    /** The program's console. */
    private final class RemoteKeys implements Keys {
        @Override
        public void print(String text) throws IOException {
            send('p', text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_16LE));
        }

        @Override
        public void forget() throws IOException {
            send('f', NOTHING);
        }

        @Override
        public char[] line(Echo echo) throws IOException {
            byte show = (byte)
                    switch (echo) {
                        case KEY -> 'k';
                        case ASTERISK -> 'a';
                        case NOTHING -> 'n';
                    };
            return secret(ask('l', new byte[] {show}));
        }

        @Override
        public void close() {
            // it is the program's own
        }
    }
}
