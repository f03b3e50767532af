package io.jenkins.plugins.entsso.backup;

import io.jenkins.plugins.entsso.secret.Unfit;

/** What can be entered as a password reminder. ENTSSO keeps it readable in the backup, for whoever has the file. */
public final class Reminder {
    /** In characters. */
    public static final int LONGEST = 255;

    private Reminder() {}

    /**
     * Refuses a reminder that cannot be entered at a console.
     *
     * @throws Unfit whose message names the reason and the remedy
     */
    public static void check(String reminder) {
        if (reminder == null || reminder.isBlank()) {
            throw new Unfit(Unfit.Code.REMINDER_EMPTY);
        }
        if (reminder.length() > LONGEST) {
            throw new Unfit(Unfit.Code.REMINDER_LONG, reminder.length(), LONGEST);
        }
        if (reminder.chars().anyMatch(c -> c < 0x20 || c == 0x7F)) {
            throw new Unfit(Unfit.Code.REMINDER_CONTROL);
        }
        if (reminder.chars().anyMatch(c -> c > 0x7E)) {
            throw new Unfit(Unfit.Code.REMINDER_ASCII, reminder);
        }
        char first = reminder.charAt(0);
        if (first == ' ' || first == '*' || reminder.endsWith(" ")) {
            throw new Unfit(Unfit.Code.REMINDER_ENDS, reminder);
        }
    }

    /**
     * Refuses a reminder that gives the password away, or that cannot be entered.
     *
     * @throws Unfit whose message names the reason and the remedy, and neither of the two
     */
    public static void check(String reminder, Password password) {
        // First, because the messages of the other check quote the reminder.
        if (reminder != null && password.isIn(reminder)) {
            throw new Unfit(Unfit.Code.REMINDER_PASSWORD);
        }
        check(reminder);
    }
}
