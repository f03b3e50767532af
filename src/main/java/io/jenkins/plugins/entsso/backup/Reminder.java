package io.jenkins.plugins.entsso.backup;

/** What can be entered as a password reminder. ENTSSO keeps it readable in the backup, for whoever has the file. */
public final class Reminder {
    /** In characters. */
    public static final int LONGEST = 255;

    private Reminder() {}

    /**
     * Refuses a reminder that cannot be entered at a console.
     *
     * @throws IllegalArgumentException whose message names the reason and the remedy
     */
    public static void check(String reminder) {
        if (reminder == null || reminder.isBlank()) {
            throw new IllegalArgumentException(
                    "The password reminder is empty; write where the password is kept, but not the password");
        }
        if (reminder.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "The password reminder has " + reminder.length() + " characters; write at most " + LONGEST);
        }
        if (reminder.chars().anyMatch(c -> c < 0x20 || c == 0x7F)) {
            throw new IllegalArgumentException("The password reminder contains a line break, a tab or another control"
                    + " character; write one plain line");
        }
        if (reminder.chars().anyMatch(c -> c > 0x7E)) {
            throw new IllegalArgumentException("The password reminder '" + reminder + "' contains a character outside"
                    + " ASCII, which a console may turn into another one; write it without accents");
        }
        char first = reminder.charAt(0);
        if (first == ' ' || first == '*' || reminder.endsWith(" ")) {
            throw new IllegalArgumentException("The password reminder '" + reminder
                    + "' begins with a space or '*' or ends with a space; write it without");
        }
    }

    /**
     * Refuses a reminder that gives the password away, or that cannot be entered.
     *
     * @throws IllegalArgumentException whose message names the reason and the remedy, and neither of the two
     */
    public static void check(String reminder, Password password) {
        // First, because the messages of the other check quote the reminder.
        if (reminder != null && password.isIn(reminder)) {
            throw new IllegalArgumentException("The password reminder contains the password, and everybody can read the"
                    + " reminder in the backup; write where the password is kept instead");
        }
        check(reminder);
    }
}
