package io.jenkins.plugins.entsso.config;

import hudson.util.FormValidation;
import io.jenkins.plugins.entsso.engine.agent.HostSettings;
import java.time.Duration;

/**
 * How to ask hosts, as far as a form or a file says so; null where it does not. What is not fit is refused by
 * {@link HostSettings}, in its words.
 */
interface HostOptions {
    String getWevtutil();

    String getReg();

    String getSsoconfig();

    String getWorkDirectory();

    Integer getQuerySeconds();

    Integer getBackupSeconds();

    /** These options, and what they leave open from the base. */
    default HostSettings over(HostSettings base) {
        return new HostSettings(
                getWevtutil() == null ? base.wevtutil() : getWevtutil(),
                getReg() == null ? base.reg() : getReg(),
                getSsoconfig() == null ? base.ssoconfig() : getSsoconfig(),
                getWorkDirectory() == null ? base.workDirectory() : getWorkDirectory(),
                getQuerySeconds() == null ? base.queryTimeout() : Duration.ofSeconds(getQuerySeconds()),
                getBackupSeconds() == null ? base.backupTimeout() : Duration.ofSeconds(getBackupSeconds()));
    }

    static String wevtutil(String path) {
        return settings(path, null, null, null, null, null).wevtutil();
    }

    static String reg(String path) {
        return settings(null, path, null, null, null, null).reg();
    }

    static String ssoconfig(String path) {
        return settings(null, null, path, null, null, null).ssoconfig();
    }

    static String workDirectory(String path) {
        return settings(null, null, null, path, null, null).workDirectory();
    }

    static Integer querySeconds(Integer seconds) {
        settings(null, null, null, null, seconds, null);
        return seconds;
    }

    static Integer backupSeconds(Integer seconds) {
        settings(null, null, null, null, null, seconds);
        return seconds;
    }

    /** A whole number, or null for an empty text. */
    static Integer seconds(String text) {
        if (text.isBlank()) {
            return null;
        }
        try {
            return Integer.valueOf(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(Messages.HostOptions_noNumber(text), e);
        }
    }

    /** What a form says to a value while it is typed. */
    static FormValidation validate(Runnable check) {
        try {
            check.run();
            return FormValidation.ok();
        } catch (IllegalArgumentException e) {
            return FormValidation.error(Presentation.texts().words(e));
        }
    }

    private static HostSettings settings(
            String wevtutil, String reg, String ssoconfig, String workDirectory, Integer query, Integer backup) {
        return new HostSettings(
                wevtutil,
                reg,
                ssoconfig,
                workDirectory,
                query == null ? HostSettings.DEFAULTS.queryTimeout() : Duration.ofSeconds(query),
                backup == null ? HostSettings.DEFAULTS.backupTimeout() : Duration.ofSeconds(backup));
    }
}
