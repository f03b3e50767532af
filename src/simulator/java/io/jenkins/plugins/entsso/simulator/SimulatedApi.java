package io.jenkins.plugins.entsso.simulator;

import io.jenkins.plugins.entsso.engine.agent.SecretApi;
import io.jenkins.plugins.entsso.engine.model.ServerStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** ENTSSO's administration interface, called in this process. */
final class SimulatedApi implements SecretApi {
    private static final int INCORRECT_FORMAT = 0xC0002944;
    private static final int ONLINE = 0x1;
    private static final int SECRET_SERVER = 0x2;
    private static final int HANG_MILLIS = 600_000;

    private final SimulatedHost host;

    SimulatedApi(SimulatedHost host) {
        this.host = host;
    }

    @Override
    public int backUp(String file, char[] password, String reminder) {
        HostState state = host.read(session -> session.state);
        if (state.has(Fault.HANG_AFTER_ANSWERS)) {
            Pause.millis(HANG_MILLIS);
        }
        return state.apiAnswer == 0
                ? new SecretService(host, new LocalMachine()).backUp(file, password, reminder)
                : state.apiAnswer;
    }

    @Override
    public Reminder reminder(String file) {
        try {
            return new Reminder(SecretService.OK, SimulatedBackup.reminder(Files.readAllBytes(Path.of(file))));
        } catch (IllegalArgumentException e) {
            return new Reminder(INCORRECT_FORMAT, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Status status() {
        HostState state = host.read(session -> session.state);
        boolean master = state.role == SimulatedHost.Role.MASTER;
        return new Status(
                SecretService.OK,
                new ServerStatus(
                        master ? state.computer : state.master,
                        SimulatedWindows.SERVICE_ACCOUNT,
                        "",
                        state.computer,
                        (state.has(Fault.OFFLINE) ? 0 : ONLINE) | (master ? SECRET_SERVER : 0)));
    }
}
