package io.jenkins.plugins.entsso.engine.agent.backup;

import io.jenkins.plugins.entsso.engine.model.InvalidSettingException;

/** What can be entered as a password reminder. ENTSSO keeps it readable in the backup, for whoever has the file. */
public final class Reminder {
    /** In characters. */
    public static final int LONGEST = 255;

    private Reminder() {}

    /**
     * Refuses a reminder that cannot be entered at a console.
     *
     * @throws InvalidSettingException whose message names the reason and the remedy
     */
    public static void check(String reminder) {
        if (reminder == null || reminder.isBlank()) {
            throw new InvalidSettingException(InvalidSettingException.Code.REMINDER_EMPTY);
        }
        if (reminder.length() > LONGEST) {
            throw new InvalidSettingException(InvalidSettingException.Code.REMINDER_LONG, reminder.length(), LONGEST);
        }
        if (reminder.chars().anyMatch(c -> c < 0x20 || c == 0x7F)) {
            throw new InvalidSettingException(InvalidSettingException.Code.REMINDER_CONTROL);
        }
        if (reminder.chars().anyMatch(c -> c > 0x7E)) {
            throw new InvalidSettingException(InvalidSettingException.Code.REMINDER_ASCII, reminder);
        }
        if (reminder.startsWith(" ") || reminder.endsWith(" ")) {
            throw new InvalidSettingException(InvalidSettingException.Code.REMINDER_ENDS, reminder);
        }
    }

    /**
     * Refuses a reminder that gives the password away, or that cannot be entered.
     *
     * @throws InvalidSettingException whose message names the reason and the remedy, and neither of the two
     */
    public static void check(String reminder, Password password) {
        // First, because the messages of the other check quote the reminder.
        if (reminder != null && password.isIn(reminder)) {
            throw new InvalidSettingException(InvalidSettingException.Code.REMINDER_PASSWORD);
        }
        check(reminder);
    }
}
