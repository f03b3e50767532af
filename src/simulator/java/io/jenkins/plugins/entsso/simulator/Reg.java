package io.jenkins.plugins.entsso.simulator;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.UUID;

/** {@code reg query KEY [/reg:64|/reg:32]}. Anything else, such as reading a value, is refused. */
final class Reg extends Tool {
    private static final String ROOT = "HKEY_LOCAL_MACHINE";
    private static final String MICROSOFT = ROOT + "\\SOFTWARE\\Microsoft";
    private static final String SECRETS = MICROSOFT + "\\ENTSSO\\SSOSS";

    private final TreeSet<String> keys = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    Reg(SimulatedHost host, Machine machine) {
        super("reg", host, machine);
    }

    /** Runs it: the host's folder, then its own arguments. */
    public static void main(String[] arguments) {
        LocalMachine.run(Reg::new, arguments);
    }

    @Override
    int run(List<String> arguments) throws IOException {
        if (state.has(Fault.REGISTRY_SILENT)) {
            return 0;
        }
        if (state.has(Fault.REGISTRY_HANGS)) {
            return hang();
        }
        if (state.has(Fault.REGISTRY_GARBAGE)) {
            Garbage.little(out());
            return 0;
        }
        if (state.has(Fault.REGISTRY_GARBAGE_FLOOD)) {
            Garbage.flood(out());
            return 0;
        }
        String view = arguments.size() == 3 ? arguments.get(2).toLowerCase(Locale.ROOT) : "/reg:64";
        if (arguments.size() < 2
                || arguments.size() > 3
                || !arguments.get(0).equalsIgnoreCase("query")
                || !view.matches("/reg:(64|32)")) {
            complain(texts.badSyntax);
            return 1;
        }
        fill(view.substring(5));
        String key = arguments.get(1).replaceFirst("(?i)^HKLM(?=\\\\|$)", ROOT);
        if (state.has(Fault.REGISTRY_ACCESS_DENIED) && isUnder(SECRETS, key)) {
            complain(texts.keyDenied);
            return 1;
        }
        if (!keys.contains(key)) {
            complain(texts.noKey);
            return 1;
        }
        print(key);
        return 0;
    }

    private void print(String key) throws IOException {
        StringBuilder text = new StringBuilder("\r\n");
        if (isUnder(SECRETS, key) && !key.equalsIgnoreCase(SECRETS)) {
            text.append(key).append("\r\n    Secret    REG_BINARY    4E4F424F44594D415952454144544849530A\r\n\r\n");
        } else if (state.is(Variation.KEY_HAS_VALUE, "yes")) {
            text.append(key)
                    .append("\r\n    Path    REG_SZ    ")
                    .append(SECRETS)
                    .append("\\{none}\r\n\r\n");
        }
        for (String other : keys.tailSet(key, false)) {
            if (isUnder(key, other) && other.indexOf('\\', key.length() + 1) < 0) {
                text.append(key).append(other.substring(key.length())).append("\r\n");
            }
        }
        out().write(text.toString().getBytes(oem()));
    }

    private static boolean isUnder(String key, String other) {
        return other.equalsIgnoreCase(key) || other.regionMatches(true, 0, key + "\\", 0, key.length() + 1);
    }

    private void fill(String view) {
        add(MICROSOFT + "\\.NETFramework");
        add(MICROSOFT + "\\Windows NT\\CurrentVersion");
        add(ROOT + "\\SYSTEM\\CurrentControlSet");
        if (state.role == SimulatedHost.Role.NONE) {
            return;
        }
        add(MICROSOFT + "\\BizTalk Server\\3.0");
        if (!view.equals(state.get(Variation.REGISTRY_VIEW))) {
            return;
        }
        add(MICROSOFT + "\\ENTSSO");
        if (state.role == SimulatedHost.Role.MASTER) {
            add(SECRETS);
            for (UUID msid : state.msids()) {
                add(SECRETS + "\\" + HostState.written(msid, state.get(Variation.MSID_IN_REGISTRY)));
            }
        }
    }

    private void add(String key) {
        for (int end = key.indexOf('\\'); end >= 0; end = key.indexOf('\\', end + 1)) {
            keys.add(key.substring(0, end));
        }
        keys.add(key);
    }
}
