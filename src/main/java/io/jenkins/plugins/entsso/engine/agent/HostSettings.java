package io.jenkins.plugins.entsso.engine.agent;

import io.jenkins.plugins.entsso.engine.model.InvalidSettingException;
import java.io.Serializable;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * How to ask one host: where ENTSSO's program is and how long answers may take.
 *
 * @param ssoconfig path of {@code ssoconfig.exe}, or null for the one in the ENTSSO directory under
 *     {@code %CommonProgramFiles%}, then under {@code %CommonProgramFiles(x86)%}
 * @param workDirectory directory on an NTFS volume in which a private temporary directory is made for each backup, or
 *     null for the temporary directory of the agent's account
 * @param queryTimeout how long one question to the event log, the registry or ENTSSO may take
 * @param backupTimeout how long a backup may take from its start to its end
 */
public record HostSettings(String ssoconfig, String workDirectory, Duration queryTimeout, Duration backupTimeout)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final Duration LONGEST = Duration.ofHours(1);

    /** A drive, a share, or a path of a host that is not Windows, in one line. */
    private static final Pattern ABSOLUTE = Pattern.compile("([A-Za-z]:)?[\\\\/]\\P{Cntrl}*");

    /** A share of another machine, or a device. */
    private static final Pattern REMOTE = Pattern.compile("[\\\\/]{2}");

    /** One minute a question, three minutes a backup, everything where Windows has it. */
    public static final HostSettings DEFAULTS =
            new HostSettings(null, null, Duration.ofMinutes(1), Duration.ofMinutes(3));

    /**
     * Takes an empty path for none. Refuses time limits that are not between one second and one hour, and relative paths:
     * what they name would depend on the directory that the agent was started in. Refuses a program on another machine,
     * too: the password is typed into it, and whoever rules that machine could exchange it.
     */
    public HostSettings {
        ssoconfig = path("path.relative", ssoconfig);
        workDirectory = path("directory.relative", workDirectory);
        if (ssoconfig != null && REMOTE.matcher(ssoconfig).lookingAt()) {
            throw new InvalidSettingException("path.remote", ssoconfig);
        }
        limit("limit.query", queryTimeout);
        limit("limit.backup", backupTimeout);
    }

    private static String path(String refusal, String value) {
        if (value == null || value.isBlank()) {
            return null;
        }
        if (!ABSOLUTE.matcher(value.strip()).matches()) {
            throw new InvalidSettingException(refusal, value.strip());
        }
        return value.strip();
    }

    private static void limit(String refusal, Duration value) {
        if (value.compareTo(Duration.ofSeconds(1)) < 0 || value.compareTo(LONGEST) > 0) {
            throw new InvalidSettingException(refusal, value.toSeconds(), LONGEST.toSeconds());
        }
    }
}
