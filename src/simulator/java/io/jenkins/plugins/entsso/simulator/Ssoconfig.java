package io.jenkins.plugins.entsso.simulator;

import io.jenkins.plugins.entsso.simulator.Machine.Keys;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code ssoconfig -backupsecret FILE}, at a console. It can do nothing else. */
final class Ssoconfig extends Tool {
    private static final int ROUNDS = 5;
    private static final int INVALID_PARAMETER = 87;

    private final SecretService service;

    Ssoconfig(SimulatedHost host, Machine machine) {
        super("ssoconfig", host, machine);
        service = new SecretService(host, machine);
    }

    /** Runs it: the host's folder, then its own arguments. */
    public static void main(String[] arguments) {
        LocalMachine.run(Ssoconfig::new, arguments);
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
        Optional<Keys> keys = machine.console(out(), state.is(Variation.CONTROL_SEQUENCES, "yes"));
        if (keys.isEmpty()) {
            complain(texts.noConsole);
            return 1;
        }
        try (Keys console = keys.get()) {
            int result = new Dialogue(console, machine.absolute(arguments.get(1))).lead();
            if (result == SecretService.OK && state.has(Fault.NONZERO_THOUGH_DONE)) {
                return 1;
            }
            if (result == SecretService.OK) {
                console.print(texts.completed + "\n");
                return Integer.parseInt(state.get(Variation.DONE_EXIT));
            }
            console.print(String.format(Locale.ROOT, texts.failed, result) + "\n");
            return state.has(Fault.ZERO_THOUGH_FAILED) ? 0 : error(Math.max(1, result & 0xFF));
        }
    }

    /** The questions and answers, and what comes of them. */
    private final class Dialogue {
        private final Keys console;
        private final String file;

        Dialogue(Keys console, String file) {
            this.console = console;
            this.file = file;
        }

        /** Asks everything and makes the backup; returns 0 or an error code. */
        int lead() throws IOException {
            if (state.is(Variation.BANNER, "yes")) {
                console.print("Enterprise Single Sign-On\nssoconfig 11.0.1000.0: " + file + "\n\n");
            }
            int refused = state.is(Variation.REFUSAL, "before") ? service.refusal(file) : SecretService.OK;
            if (refused != SecretService.OK) {
                return refused;
            }
            if (state.has(Fault.UNKNOWN_QUESTION)) {
                ask("Key protection level [1-3]: ", Keys.Echo.KEY);
            }
            char[] password = password();
            try {
                if (password.length == 0) {
                    return SecretService.INVALID_ARGUMENT;
                }
                String reminder = new String(ask(texts.reminder, Keys.Echo.KEY));
                if (state.has(Fault.HANG_AFTER_ANSWERS)) {
                    hang();
                }
                int result = service.backUp(file, password, reminder);
                if (state.has(Fault.HANG_WHILE_WRITING)) {
                    hang();
                }
                if (state.has(Fault.DIES_WHILE_WRITING)) {
                    throw new IOException("dies");
                }
                return result;
            } finally {
                Arrays.fill(password, '\0');
            }
        }

        /** Asks until both are the same; an empty password where they never are. */
        private char[] password() throws IOException {
            for (int round = 0; round < ROUNDS; round++) {
                char[] password = secretly(texts.password);
                if (state.has(Fault.DIES_AFTER_PASSWORD)) {
                    throw new IOException("dies");
                }
                if (state.has(Fault.HANG_AFTER_PASSWORD)) {
                    hang();
                }
                char[] again = secretly(texts.confirmation);
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

        private char[] secretly(String question) throws IOException {
            return ask(
                    question, state.is(Variation.PASSWORD_ECHO, "asterisks") ? Keys.Echo.ASTERISK : Keys.Echo.NOTHING);
        }

        private char[] ask(String question, Keys.Echo echo) throws IOException {
            if (state.is(Variation.TYPE_AHEAD, "lost")) {
                console.forget();
            }
            console.print(question);
            char[] answer = console.line(echo);
            console.print("\n");
            return answer;
        }
    }
}
