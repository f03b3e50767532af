package io.jenkins.plugins.entsso.simulator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** {@code ssoconfig -backupsecret FILE}, at a console. It can do nothing else. */
final class Ssoconfig extends Tool {
    private static final int ROUNDS = 20;
    private static final int INVALID_PARAMETER = 87;
    private static final int OK = 0;
    private static final int PATH_NOT_FOUND = 0x80070003;
    private static final int ACCESS_DENIED = 0x80070005;
    private static final int FILE_EXISTS = 0x80070050;
    private static final int INVALID_ARGUMENT = 0x80070057;
    private static final int DISK_FULL = 0x80070070;
    private static final int CANCELLED = 0x800704C7;
    private static final int WRONG_MEDIA = 0xC0002A07;
    private static final int NOT_SECRET_SERVER = 0xC0002A0E;
    private static final int OUT_OF_SERVICE = 0xC0002A10;
    private static final int NO_SECRET = 0xC0002A1F;

    private Ssoconfig(Path folder) {
        super("ssoconfig", folder);
    }

    /** Runs it: the host's folder, then its own arguments. */
    public static void main(String[] arguments) {
        new Ssoconfig(Path.of(arguments[0])).execute(arguments);
    }

    @Override
    int run(List<String> arguments) throws IOException {
        if (state.has(Fault.BACKUP_SILENT)) {
            return 0;
        }
        if (state.has(Fault.BACKUP_GARBAGE)) {
            Garbage.little(out());
            return 0;
        }
        if (state.has(Fault.BACKUP_GARBAGE_FLOOD)) {
            Garbage.flood(out());
            return 0;
        }
        if (arguments.size() != 2 || !arguments.get(0).equalsIgnoreCase("-backupsecret")) {
            complain("ssoconfig -backupsecret <file>");
            return error(INVALID_PARAMETER);
        }
        if (state.has(Fault.HANG_BEFORE_PROMPTS)) {
            return hang();
        }
        Optional<Terminal> terminal = Terminal.open(out(), state.is(Variation.CONTROL_SEQUENCES, "yes"));
        if (terminal.isEmpty()) {
            complain(texts.noConsole);
            return 1;
        }
        try (Terminal console = terminal.get()) {
            int result = new Dialogue(console, Path.of(arguments.get(1)).toAbsolutePath()).lead();
            if (result == OK && state.has(Fault.NONZERO_THOUGH_DONE)) {
                return 1;
            }
            if (result == OK) {
                switch (state.get(Variation.SUCCESS_TEXT)) {
                    case "0" -> console.print(texts.completed + "\n");
                    case "1" -> console.print(texts.backedUp + "\n");
                    default -> {
                        // says nothing
                    }
                }
                return Integer.parseInt(state.get(Variation.DONE_EXIT));
            }
            console.print(String.format(Locale.ROOT, texts.failed, result) + "\n");
            return state.has(Fault.ZERO_THOUGH_FAILED) ? 0 : error(Math.max(1, result & 0xFF));
        }
    }

    /** The questions and answers, and what comes of them. */
    private final class Dialogue {
        private final Terminal console;
        private final Path file;
        private final int wording = Integer.parseInt(state.get(Variation.WORDING));
        private String reminder;

        Dialogue(Terminal console, Path file) {
            this.console = console;
            this.file = file;
        }

        /** Asks everything and makes the backup; returns 0 or an error code. */
        int lead() throws IOException {
            if (state.is(Variation.BANNER, "yes")) {
                console.print("Enterprise Single Sign-On\nssoconfig 11.0.1000.0: " + file + "\n\n");
            }
            if (state.is(Variation.REFUSAL, "before")) {
                int refused = host.with(true, this::refusal);
                if (refused != OK) {
                    return refused;
                }
            }
            if (!allowsReplacing() || !answersUnknown()) {
                return Files.exists(file) && state.is(Variation.OVERWRITE, "refuse") ? FILE_EXISTS : CANCELLED;
            }
            if (state.is(Variation.ORDER, "RPC")) {
                reminder = remind();
            }
            char[] password = password();
            try {
                if (reminder == null) {
                    reminder = remind();
                }
                if (state.has(Fault.HANG_AFTER_ANSWERS)) {
                    hang();
                }
                return password.length == 0 ? INVALID_ARGUMENT : host.with(true, session -> backUp(session, password));
            } finally {
                Arrays.fill(password, '\0');
            }
        }

        private boolean allowsReplacing() throws IOException {
            boolean exists = Files.exists(file);
            return switch (state.get(Variation.OVERWRITE)) {
                case "refuse" -> !exists;
                case "ask" -> !exists || agrees();
                case "always ask" -> agrees();
                default -> true;
            };
        }

        private boolean agrees() throws IOException {
            return new String(ask(texts.overwrite, Terminal.Echo.KEY)).strip().equalsIgnoreCase(texts.yes);
        }

        private boolean answersUnknown() throws IOException {
            for (int round = 0; state.has(Fault.UNKNOWN_QUESTION) && round < ROUNDS; round++) {
                String answer = new String(ask("Key protection level [1-3]: ", Terminal.Echo.KEY));
                if (answer.matches("[123]")) {
                    return true;
                }
            }
            return !state.has(Fault.UNKNOWN_QUESTION);
        }

        /** Asks until both are the same; an empty password where they never are. */
        private char[] password() throws IOException {
            for (int round = 0; round < ROUNDS; round++) {
                char[] password = secretly(texts.password.get(wording));
                if (state.has(Fault.DIES_AFTER_PASSWORD)) {
                    throw new IOException("dies");
                }
                if (state.has(Fault.HANG_AFTER_PASSWORD)) {
                    hang();
                }
                if (state.is(Variation.ORDER, "PRC") && reminder == null) {
                    reminder = remind();
                }
                char[] again = secretly(texts.confirmation.get(wording));
                boolean same = Arrays.equals(password, again) && !state.has(Fault.PASSWORDS_DIFFER);
                Arrays.fill(again, '\0');
                if (same) {
                    return password;
                }
                Arrays.fill(password, '\0');
                console.print(texts.mismatch + "\n");
            }
            return new char[0];
        }

        private String remind() throws IOException {
            boolean shows = state.is(Variation.REMINDER_ECHO, "yes");
            return new String(ask(texts.reminder.get(wording), shows ? Terminal.Echo.KEY : Terminal.Echo.NOTHING));
        }

        private char[] secretly(String question) throws IOException {
            boolean asterisks = state.is(Variation.PASSWORD_ECHO, "asterisks");
            return ask(question, asterisks ? Terminal.Echo.ASTERISK : Terminal.Echo.NOTHING);
        }

        private char[] ask(String question, Terminal.Echo echo) throws IOException {
            if (state.is(Variation.TYPE_AHEAD, "lost")) {
                console.forget();
            }
            console.print(state.is(Variation.PROMPT_END, "newline") ? question.stripTrailing() + "\n" : question);
            char[] answer = console.line(echo);
            if (echo != Terminal.Echo.NOTHING || state.is(Variation.PASSWORD_LINE_BREAK, "yes")) {
                console.print("\n");
            }
            return answer;
        }

        /** Whether this host would refuse any backup, and what it logs then. */
        private int refusal(Session session) throws IOException {
            HostState now = session.state;
            if (now.role != SimulatedHost.Role.MASTER || now.has(Fault.NOT_SECRET_SERVER)) {
                return NOT_SECRET_SERVER;
            }
            if (now.has(Fault.OFFLINE)) {
                return OUT_OF_SERVICE;
            }
            if (now.has(Fault.TARGET_NOT_NTFS)) {
                session.entsso(10561, List.of(file.toString(), now.user, now.computer, hex(WRONG_MEDIA)));
                return WRONG_MEDIA;
            }
            if (now.has(Fault.BACKUP_ACCESS_DENIED)) {
                return failed(session, ACCESS_DENIED);
            }
            return now.has(Fault.SECRETS_NOT_LOADED) ? failed(session, NO_SECRET) : OK;
        }

        private int failed(Session session, int code) throws IOException {
            List<String> strings = new ArrayList<>(List.of(file.toString()));
            strings.addAll(session.state.inEvent(session.state.msids()));
            strings.add(session.state.user);
            strings.add(hex(code));
            session.entsso(10560, strings);
            return code;
        }

        private static String hex(int code) {
            return String.format(Locale.ROOT, "0x%08X", code);
        }

        private int backUp(Session session, char[] password) throws IOException {
            int refused = refusal(session);
            if (refused != OK) {
                return refused;
            }
            HostState now = session.state;
            byte[] content = new SimulatedBackup(now.computer, reminder, now.secrets).seal(password);
            if (now.has(Fault.DISK_FULL)) {
                return failed(session, DISK_FULL);
            }
            Path parent = file.getParent();
            if (parent == null || !Files.isDirectory(parent)) {
                return failed(session, PATH_NOT_FOUND);
            }
            if (!now.has(Fault.NO_FILE)) {
                try {
                    Files.write(file, spoilt(now, content, password));
                } catch (IOException e) {
                    return failed(session, ACCESS_DENIED);
                }
            }
            enter(session);
            return OK;
        }

        private byte[] spoilt(HostState now, byte[] content, char[] password) {
            if (now.has(Fault.EMPTY_FILE)) {
                return new byte[0];
            }
            if (now.has(Fault.ZERO_FILE)) {
                return new byte[content.length];
            }
            byte[] clear = new byte[0];
            if (now.has(Fault.PASSWORD_IN_FILE)) {
                clear = new String(password).getBytes(StandardCharsets.UTF_8);
            } else if (now.has(Fault.PASSWORD_IN_FILE_UTF16)) {
                clear = new String(password).getBytes(StandardCharsets.UTF_16LE);
            }
            byte[] spoilt = Arrays.copyOf(content, content.length + clear.length);
            System.arraycopy(clear, 0, spoilt, content.length, clear.length);
            return spoilt;
        }

        private void enter(Session session) throws IOException {
            HostState now = session.state;
            String name = file.toString();
            List<UUID> msids = now.msids();
            if (now.has(Fault.NO_EVENT)) {
                session.done(name, msids);
            } else {
                session.backedUp(
                        name,
                        now.has(Fault.EVENT_FOR_OTHER_FILE)
                                ? file.resolveSibling("other.bak").toString()
                                : name,
                        msids,
                        now.has(Fault.EVENT_NAMES_OTHER_MSIDS) ? List.of(UUID.randomUUID(), UUID.randomUUID()) : msids);
            }
            if (now.has(Fault.SECRET_GENERATED_DURING_BACKUP)) {
                session.generate();
            }
            if (now.has(Fault.STILL_REQUIRED)) {
                session.require(1);
            }
            if (now.has(Fault.LOG_CLEARED_AFTER_BACKUP)) {
                session.clearLog();
            }
            if (now.has(Fault.LOG_WRAPPED_AFTER_BACKUP)) {
                session.wrapLog(0);
                Beginnings.foreign(session, Instant.now());
            }
        }
    }
}
