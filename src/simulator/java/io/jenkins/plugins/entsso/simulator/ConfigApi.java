package io.jenkins.plugins.entsso.simulator;

import io.jenkins.plugins.entsso.engine.agent.SecretApi;
import io.jenkins.plugins.entsso.engine.model.ServerStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The COM class {@code SSOConfigOM}, whose native half passes on which method was called with what. Its exit code is the
 * HRESULT; what a method gives back are texts on standard output, UTF-16LE, each ended by a zero character.
 */
final class ConfigApi extends Tool {
    private static final int NOT_IMPLEMENTED = 0x80004001;
    private static final int SIXTY_FOUR_BITS = 0x40;

    private final RemoteMachine caller;
    private final SimulatedApi api;

    ConfigApi(SimulatedHost host, RemoteMachine machine) {
        super("api", host, machine);
        caller = machine;
        api = new SimulatedApi(host, machine);
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
        char[] password = caller.password();
        return password.length == 0
                ? SecretService.INVALID_ARGUMENT
                : api.backUp(arguments.get(1), password, arguments.get(2));
    }

    private int remind(String file) throws IOException {
        SecretApi.Reminder reminder = api.reminder(file);
        if (reminder.result() == SecretService.OK) {
            give(reminder.text());
        }
        return reminder.result();
    }

    private int status() throws IOException {
        ServerStatus server = api.status();
        give(
                server.secretServer(),
                "SQL01",
                "SSODB",
                server.serviceAccount(),
                server.cluster(),
                server.node(),
                "1",
                "2",
                "3",
                "4",
                "5",
                "6",
                "7",
                "8",
                Integer.toString(SIXTY_FOUR_BITS | server.flags()));
        return SecretService.OK;
    }

    private void give(String... texts) throws IOException {
        out().write((String.join("\0", texts) + "\0").getBytes(StandardCharsets.UTF_16LE));
    }
}
