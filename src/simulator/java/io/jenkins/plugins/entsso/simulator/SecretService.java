package io.jenkins.plugins.entsso.simulator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** What the service ENTSSO does when it is asked for a backup, by whatever program. */
final class SecretService {
    static final int OK = 0;
    static final int INVALID_ARGUMENT = 0x80070057;
    private static final int WINDOWS = 0x80070000;
    private static final int ACCESS_DENIED = 0x80070005;
    private static final int DISK_FULL = 0x80070070;
    private static final int RPC_SERVER_UNAVAILABLE = 0x800706BA;
    private static final int WRONG_MEDIA = 0xC0002A07;
    private static final int NOT_SECRET_SERVER = 0xC0002A0E;
    private static final int OUT_OF_SERVICE = 0xC0002A10;
    private static final int NO_SECRET = 0xC0002A1F;

    private final SimulatedHost host;
    private final Machine machine;

    SecretService(SimulatedHost host, Machine machine) {
        this.host = host;
        this.machine = machine;
    }

    /** Whether this host would refuse any backup, and what it logs then; 0 or an error code. */
    int refusal(String file) {
        return host.with(true, session -> refusal(session, file));
    }

    /** Makes a backup; returns 0 or an error code. */
    int backUp(String file, char[] password, String reminder) {
        return host.with(true, session -> backUp(session, file, password, reminder));
    }

    private int refusal(Session session, String file) throws IOException {
        HostState now = session.state;
        if (now.has(Fault.SERVICE_STOPPED)) {
            return RPC_SERVER_UNAVAILABLE;
        }
        if (now.role != SimulatedHost.Role.MASTER || now.has(Fault.NOT_SECRET_SERVER)) {
            return NOT_SECRET_SERVER;
        }
        if (now.has(Fault.OFFLINE)) {
            return OUT_OF_SERVICE;
        }
        if (now.has(Fault.TARGET_NOT_NTFS)) {
            session.entsso(10561, List.of(file, now.user, now.computer, hex(WRONG_MEDIA)));
            return WRONG_MEDIA;
        }
        if (now.has(Fault.BACKUP_ACCESS_DENIED)) {
            return failed(session, file, ACCESS_DENIED);
        }
        return now.has(Fault.SECRETS_NOT_LOADED) ? failed(session, file, NO_SECRET) : OK;
    }

    private int failed(Session session, String file, int code) throws IOException {
        List<String> strings = new ArrayList<>(List.of(file));
        strings.addAll(session.state.inEvent(session.state.msids()));
        strings.add(session.state.user);
        strings.add(hex(code));
        session.entsso(10560, strings);
        return code;
    }

    private static String hex(int code) {
        return String.format(Locale.ROOT, "0x%08X", code);
    }

    private int backUp(Session session, String file, char[] password, String reminder) throws IOException {
        int refused = refusal(session, file);
        if (refused != OK) {
            return refused;
        }
        HostState now = session.state;
        byte[] content = new SimulatedBackup(now.computer, reminder, now.secrets).seal(password);
        if (now.has(Fault.DISK_FULL)) {
            return failed(session, file, DISK_FULL);
        }
        if (now.has(Fault.WRITTEN_SLOWLY) || now.has(Fault.HANG_WHILE_WRITING) || now.has(Fault.DIES_WHILE_WRITING)) {
            return begin(session, file, content);
        }
        if (!now.has(Fault.NO_FILE)) {
            int written = machine.write(file, spoilt(now, content, password));
            if (written != Machine.OK) {
                return failed(session, file, WINDOWS | written);
            }
        }
        enter(session, file);
        return OK;
    }

    private int begin(Session session, String file, byte[] content) throws IOException {
        int begun = machine.begin(file, content);
        if (begun != Machine.OK) {
            return failed(session, file, WINDOWS | begun);
        }
        if (session.state.has(Fault.WRITTEN_SLOWLY) && machine.holdsFilesOpen()) {
            enter(session, file);
        } else if (session.state.has(Fault.WRITTEN_SLOWLY)) {
            session.goOnLater(file, content);
        }
        return OK;
    }

    private static byte[] spoilt(HostState now, byte[] content, char[] password) {
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

    private void enter(Session session, String file) throws IOException {
        HostState now = session.state;
        List<UUID> msids = now.msids();
        if (now.has(Fault.NO_EVENT)) {
            session.done(file, msids);
        } else {
            String other = file.substring(0, Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1) + "other.bak";
            session.backedUp(
                    file,
                    now.has(Fault.EVENT_FOR_OTHER_FILE) ? other : file,
                    msids,
                    now.has(Fault.EVENT_NAMES_OTHER_MSIDS) ? List.of(UUID.randomUUID(), UUID.randomUUID()) : msids);
        }
        if (now.has(Fault.SECRET_GENERATED_DURING_BACKUP)) {
            session.generate();
            machine.register(now);
        }
        if (now.has(Fault.STILL_REQUIRED)) {
            session.require(1);
        }
        if (now.has(Fault.LOG_CLEARED_AFTER_BACKUP)) {
            session.clearLog();
        }
        if (now.has(Fault.LOG_WRAPPED_AFTER_BACKUP)) {
            session.wrapLog(0);
            InitialLog.foreign(session, Instant.now());
        }
    }
}
