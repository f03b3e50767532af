package io.jenkins.plugins.entsso.simulator;

import io.jenkins.plugins.entsso.engine.agent.SecretApi;
import io.jenkins.plugins.entsso.engine.model.ServerStatus;
import java.io.IOException;
import java.io.UncheckedIOException;

/** ENTSSO's administration interface. */
class SimulatedApi implements SecretApi {
    private static final int INCORRECT_FORMAT = 0xC0002944;
    private static final int ONLINE = 0x1;
    private static final int SECRET_SERVER = 0x2;

    private final SimulatedHost host;
    private final Machine machine;

    SimulatedApi(SimulatedHost host, Machine machine) {
        this.host = host;
        this.machine = machine;
    }

    @Override
    public int backUp(String file, char[] password, String reminder) {
        HostState state = host.read(session -> session.state);
        return state.apiAnswer == 0
                ? new SecretService(host, machine).backUp(file, password, reminder)
                : state.apiAnswer;
    }

    @Override
    public Reminder reminder(String file) {
        try {
            return new Reminder(
                    SecretService.OK,
                    SimulatedBackup.reminder(machine.read(file).orElse(new byte[0])));
        } catch (IllegalArgumentException e) {
            return new Reminder(INCORRECT_FORMAT, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the server says of itself. */
    ServerStatus status() {
        HostState state = host.read(session -> session.state);
        boolean master = state.role == SimulatedHost.Role.MASTER;
        return new ServerStatus(
                master ? state.computer : state.master,
                SimulatedWindows.SERVICE_ACCOUNT,
                "",
                state.computer,
                (state.has(Fault.OFFLINE) ? 0 : ONLINE) | (master ? SECRET_SERVER : 0));
    }
}
