package io.jenkins.plugins.entsso.engine.agent.windows;

import io.jenkins.plugins.entsso.engine.agent.HostSettings;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.QueryResult;
import java.io.File;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Where the programs of a host are, and what the host is called. */
public final class HostTools {
    private static final String DIRECTORY = "Enterprise Single Sign-On";

    private final HostSettings settings;

    /** The programs of the host that this JVM runs on. */
    public HostTools(HostSettings settings) {
        this.settings = settings;
    }

    /** Whether this JVM runs on Windows. */
    public static boolean isWindows() {
        return System.getProperty("os.name").startsWith("Windows");
    }

    /** What the host calls itself. */
    public static String computer() {
        String name = System.getenv("COMPUTERNAME");
        if (name != null && !name.isBlank()) {
            return name;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    /** The account that this JVM runs as. */
    public static String account() {
        String domain = System.getenv("USERDOMAIN");
        String user = System.getProperty("user.name");
        return domain == null || domain.isBlank() ? user : domain + "\\" + user;
    }

    /** Path of {@code wevtutil}. */
    public String wevtutil() {
        return system("wevtutil.exe");
    }

    /** Path of {@code reg}. */
    public String reg() {
        return system("reg.exe");
    }

    /** Path of {@code ssoconfig}, or where it was looked for. */
    public QueryResult<String> ssoconfig() {
        List<String> candidates = new ArrayList<>();
        if (settings.ssoconfig() != null) {
            candidates.add(settings.ssoconfig());
        } else {
            Set<String> roots = new LinkedHashSet<>();
            // the 64-bit directory also for a 32-bit JVM, whose CommonProgramFiles is the 32-bit one
            for (String variable : List.of("CommonProgramW6432", "CommonProgramFiles", "CommonProgramFiles(x86)")) {
                String root = System.getenv(variable);
                if (root != null && !root.isBlank()) {
                    roots.add(root);
                }
            }
            for (String root : roots) {
                candidates.add(root + File.separator + DIRECTORY + File.separator + "ssoconfig.exe");
            }
        }
        for (String candidate : candidates) {
            if (new File(candidate).isFile()) {
                return QueryResult.of(candidate);
            }
        }
        return QueryResult.failed(
                Failure.Kind.TOOL_MISSING,
                "looked for " + String.join(" and ", candidates)
                        + "; name its path in the settings of this host if it is elsewhere");
    }

    /** Path of a program of Windows' own. */
    static String system(String program) {
        String root = System.getenv("SystemRoot");
        String windows = root == null || root.isBlank() ? "C:\\Windows" : root;
        // what a 32-bit JVM sees as System32 is the 32-bit one; Sysnative is the real one, and there only for it
        File real = new File(windows + "\\Sysnative\\" + program);
        return real.isFile() ? real.getPath() : windows + "\\System32\\" + program;
    }
}
