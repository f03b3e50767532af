package io.jenkins.plugins.entsso.engine.agent.backup;

import io.jenkins.plugins.entsso.engine.model.InvalidSettingException;

/** What can be entered as a password reminder. ENTSSO keeps it readable in the backup, for whoever has the file. */
public final class Reminder {
    /** In characters. */
    private static final int LONGEST = 255;

    private Reminder() {}

    /**
     * Refuses a reminder that cannot be entered at a console.
     *
     * @throws InvalidSettingException whose message names the remedy
     */
    public static void check(String reminder) {
        if (reminder == null
                || reminder.length() > LONGEST
                || !Password.TYPEABLE.matcher(reminder).matches()) {
            throw new InvalidSettingException("reminder.form", LONGEST);
        }
    }

    /**
     * Refuses a reminder that gives the password away, or that cannot be entered.
     *
     * @throws InvalidSettingException whose message names the reason and the remedy, and neither of the two
     */
    public static void check(String reminder, Password password) {
        check(reminder);
        if (password.isIn(reminder)) {
            throw new InvalidSettingException("reminder.password");
        }
    }
}
