package io.jenkins.plugins.entsso.simulator;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What {@code state.txt} holds; see the package's documentation. Read, changed and written with the lock held. */
final class HostState {
    static final String FILE = "state.txt";

    /** A log that somebody made. */
    static final String OTHER_LOG = "BizTalk";

    /** The size of the log, as Windows sets it up. */
    static final long LOG_BYTES = 20L << 20;

    String computer = "BIZTALK01";
    String user = "CONTOSO\\svc-biztalk";
    SimulatedHost.Role role = SimulatedHost.Role.MASTER;
    String master = "";
    boolean required;
    /** The secrets by MSID, the current one first. */
    final Map<UUID, byte[]> secrets = new LinkedHashMap<>();

    final Set<Fault> faults = EnumSet.noneOf(Fault.class);
    final Map<Variation, String> settings = new EnumMap<>(Variation.class);
    SimulatedHost.LastBackup backup;
    /** HRESULT of every backup through the API; 0 for what comes of it. */
    int apiAnswer;

    static HostState load(Store store) throws IOException {
        HostState state = new HostState();
        for (String line : store.lines(FILE)) {
            int equals = line.indexOf('=');
            if (equals > 0 && line.charAt(0) != '#') {
                state.set(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return state;
    }

    private void set(String key, String text) throws IOException {
        String value = Store.unescape(text);
        switch (key) {
            case "computer" -> computer = value;
            case "user" -> user = value;
            case "role" -> role = SimulatedHost.Role.valueOf(value);
            case "master" -> master = value;
            case "required" -> required = Boolean.parseBoolean(value);
            case "secret" -> {
                String[] parts = value.split(" ");
                secrets.put(UUID.fromString(parts[0]), HexFormat.of().parseHex(parts[1]));
            }
            case "faults" -> {
                for (String name : value.split(",")) {
                    if (!name.isEmpty()) {
                        faults.add(Fault.valueOf(name));
                    }
                }
            }
            case "api" -> apiAnswer = Integer.parseUnsignedInt(value, 16);
            case "backup" -> {
                List<String> fields = Store.split(text);
                List<UUID> msids = new ArrayList<>();
                for (String msid : fields.subList(2, fields.size())) {
                    msids.add(UUID.fromString(msid));
                }
                backup = new SimulatedHost.LastBackup(Instant.parse(fields.get(0)), fields.get(1), msids);
            }
            default -> {
                if (!key.startsWith("set.")) {
                    throw new IOException(FILE + " has a key that is not known: " + key);
                }
                settings.put(Variation.valueOf(key.substring(4)), value);
            }
        }
    }

    void save(Store store) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("# The state of a simulated ENTSSO host");
        add(lines, "computer", computer);
        add(lines, "user", user);
        add(lines, "role", role.name());
        add(lines, "master", master);
        add(lines, "required", Boolean.toString(required));
        for (Map.Entry<UUID, byte[]> secret : secrets.entrySet()) {
            add(lines, "secret", secret.getKey() + " " + HexFormat.of().formatHex(secret.getValue()));
        }
        List<String> names = new ArrayList<>();
        for (Fault fault : faults) {
            names.add(fault.name());
        }
        add(lines, "faults", String.join(",", names));
        for (Map.Entry<Variation, String> setting : settings.entrySet()) {
            add(lines, "set." + setting.getKey(), setting.getValue());
        }
        if (apiAnswer != 0) {
            add(lines, "api", Integer.toHexString(apiAnswer));
        }
        if (backup != null) {
            List<String> fields = new ArrayList<>(List.of(backup.time().toString(), backup.file()));
            for (UUID msid : backup.msids()) {
                fields.add(msid.toString());
            }
            lines.add("backup=" + Store.join(fields));
        }
        store.replace(FILE, lines);
    }

    private static void add(List<String> lines, String key, String value) {
        lines.add(key + "=" + Store.escape(value));
    }

    String get(Variation variation) {
        return settings.getOrDefault(variation, variation.choices().get(0));
    }

    boolean is(Variation variation, String value) {
        return get(variation).equals(value);
    }

    /** The name of the log that ENTSSO writes to. */
    String log() {
        return has(Fault.SOURCE_MOVED) ? OTHER_LOG : "Application";
    }

    /** Whether the registry has the key with the secrets. */
    boolean hasKey() {
        return role == SimulatedHost.Role.MASTER || role == SimulatedHost.Role.OTHER && has(Fault.LEFTOVER_KEY);
    }

    boolean has(Fault fault) {
        return faults.contains(fault);
    }

    List<UUID> msids() {
        return List.copyOf(secrets.keySet());
    }

    /** An MSID as this host's events write it. */
    String inEvent(UUID msid) {
        return written(msid, get(Variation.MSID_IN_EVENT));
    }

    /** The MSIDs of a backup or restore event: the current and the previous one. */
    List<String> inEvent(List<UUID> msids) {
        String previous = is(Variation.NO_PREVIOUS, "empty") ? "" : inEvent(new UUID(0, 0));
        return List.of(
                msids.isEmpty() ? previous : inEvent(msids.get(0)),
                msids.size() < 2 ? previous : inEvent(msids.get(1)));
    }

    static String written(UUID msid, String form) {
        String letters = form.indexOf('A') >= 0 ? msid.toString().toUpperCase(Locale.ROOT) : msid.toString();
        return form.startsWith("{") ? "{" + letters + "}" : letters;
    }
}
