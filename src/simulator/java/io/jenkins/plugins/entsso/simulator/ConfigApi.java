package io.jenkins.plugins.entsso.simulator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The COM class {@code SSOConfigOM}, whose native half passes on which method was called with what. Its exit code is the
 * HRESULT; what a method gives back are texts on standard output, UTF-16LE, each ended by a zero character.
 */
final class ConfigApi extends Tool {
    private static final int NOT_IMPLEMENTED = 0x80004001;
    private static final int INCORRECT_FORMAT = 0xC0002944;
    private static final int SECRET_SERVER = 0x2;
    private static final int SIXTY_FOUR_BITS = 0x40;

    private final RemoteMachine caller;
    private final SecretService service;

    ConfigApi(SimulatedHost host, RemoteMachine machine) {
        super("api", host, machine);
        caller = machine;
        service = new SecretService(host, machine);
    }

    @Override
    int run(List<String> arguments) throws IOException {
        return switch (arguments.get(0)) {
            case "BackupSecret" -> backUp(arguments);
            case "GetFilePasswordReminder" -> remind(arguments.get(1));
            case "GetServerStatus" -> status();
            default -> NOT_IMPLEMENTED;
        };
    }

    private int backUp(List<String> arguments) throws IOException {
        if (state.has(Fault.HANG_AFTER_ANSWERS)) {
            hang();
        }
        if (state.apiAnswer != 0) {
            return state.apiAnswer;
        }
        char[] password = caller.password();
        return password.length == 0
                ? SecretService.INVALID_ARGUMENT
                : service.backUp(arguments.get(1), password, arguments.get(2));
    }

    private int remind(String file) throws IOException {
        Optional<byte[]> content = machine.read(file);
        try {
            give(SimulatedBackup.reminder(content.orElse(new byte[0])));
            return SecretService.OK;
        } catch (IllegalArgumentException e) {
            return INCORRECT_FORMAT;
        }
    }

    private int status() throws IOException {
        boolean master = state.role == SimulatedHost.Role.MASTER;
        give(
                master ? state.computer : state.master,
                "SQL01",
                "SSODB",
                "CONTOSO\\svc-entsso",
                "",
                state.computer,
                "1",
                "2",
                "3",
                "4",
                "5",
                "6",
                "7",
                "8",
                Integer.toString(SIXTY_FOUR_BITS | (master ? SECRET_SERVER : 0)));
        return SecretService.OK;
    }

    private void give(String... texts) throws IOException {
        out().write((String.join("\0", texts) + "\0").getBytes(StandardCharsets.UTF_16LE));
    }
}
