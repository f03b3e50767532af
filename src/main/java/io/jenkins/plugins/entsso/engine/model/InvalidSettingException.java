package io.jenkins.plugins.entsso.engine.model;

import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * A value that somebody entered does not do. The message says what is wrong with it and what to enter instead, in English as
 * logs are; the room {@code report} says the same in the reader's language.
 */
public final class InvalidSettingException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** What can be wrong. */
    public enum Code {
        /** The path of a program has a control character in it: its name. */
        PATH_CONTROL("The path of {0} contains a control character; name a file by its plain path"),
        /** The path of a program is relative: its name, the path. */
        PATH_RELATIVE(
                "The path of {0} is ''{1}''; give an absolute one, such as C:\\Tools\\{0}.exe, without variables"),
        /** The path of a program leads to another machine: its name, the path. */
        PATH_REMOTE("The path of {0} is ''{1}'', which may lead to another machine; give one on a drive of the host"),
        /** The path of the work directory has a control character in it. */
        DIRECTORY_CONTROL(
                "The path of the work directory contains a control character; name a directory by its plain path"),
        /** The path of the work directory is relative: the path. */
        DIRECTORY_RELATIVE(
                "The path of the work directory is ''{0}''; give an absolute one, such as D:\\Work, without variables"),
        /** The time limit of a question: the limit, the longest, both in seconds. */
        QUERY_LIMIT("The time limit of a query is {0} seconds; choose one from 1 to {1} seconds"),
        /** The time limit of a backup: the limit, the longest, both in seconds. */
        BACKUP_LIMIT("The time limit of a backup is {0} seconds; choose one from 1 to {1} seconds"),
        /** A variable that there is not: the pattern, the variable, a pattern that would do. */
        ARTIFACT_VARIABLE("The artifact name pattern ''{0}'' does not know {1};" + Text.ARTIFACT),
        /** A part of a path that is none: the pattern, the part, a pattern that would do. */
        ARTIFACT_PART("The artifact name pattern ''{0}'' has the part ''{1}'';" + Text.ARTIFACT),
        /** A path that is too long: the pattern, how long it is, a pattern that would do, how long it may be. */
        ARTIFACT_LONG(
                "The artifact name pattern ''{0}'' gives a path of {1} characters, more than {3};" + Text.ARTIFACT),
        /** No reminder. */
        REMINDER_EMPTY("The password reminder is empty; write where the password is kept, but not the password"),
        /** A reminder that is too long: how long, how long it may be. */
        REMINDER_LONG("The password reminder has {0} characters; write at most {1}"),
        /** A reminder with a control character. */
        REMINDER_CONTROL(
                "The password reminder contains a line break, a tab or another control character; write one plain"
                        + " line"),
        /** A reminder that is not ASCII: the reminder. */
        REMINDER_ASCII("The password reminder ''{0}'' contains a character outside ASCII, which a console may turn into"
                + " another one; write it without accents"),
        /** A reminder that a console would not take as it is: the reminder. */
        REMINDER_ENDS(
                "The password reminder ''{0}'' begins with a space or ''*'' or ends with a space; write it without"),
        /** A reminder that has the password in it. */
        REMINDER_PASSWORD(
                "The password reminder contains the password, and everybody can read the reminder in the backup;"
                        + " write where the password is kept instead"),
        /** How often hosts are asked: how often, the shortest, the longest, all in minutes. */
        INTERVAL("The interval of the patrol is {0} minutes; choose one from {1} to {2} minutes"),
        /** How many hosts are asked at once: how many, how many at most. */
        AT_ONCE("The patrol is to ask {0} hosts at a time; choose a number from 1 to {1}"),
        /** How old backups may be, in days: how old, the highest age. */
        AGE("The age limit of backups is {0} days; choose one from 1 to {1} days, or 0 for none");

        private final String pattern;

        Code(String pattern) {
            this.pattern = pattern;
        }
    }

    private static final class Text {
        static final String ARTIFACT =
                " use a relative path of letters, digits, ''.'', ''-'', ''_'' and '' '', separated by"
                        + " ''/'', with the variables '{node}', '{computer}', '{time}' and '{id}', for instance {2}";
    }

    private final Code code;
    private final ArrayList<String> arguments;

    /** It does not do for that reason; the arguments as the code documents them. */
    public InvalidSettingException(Code code, Object... arguments) {
        this(code, texts(arguments));
    }

    private InvalidSettingException(Code code, ArrayList<String> arguments) {
        super(new MessageFormat(code.pattern, Locale.ENGLISH).format(arguments.toArray()));
        this.code = code;
        this.arguments = arguments;
    }

    private static ArrayList<String> texts(Object... arguments) {
        ArrayList<String> texts = new ArrayList<>(arguments.length);
        for (Object argument : arguments) {
            texts.add(String.valueOf(argument));
        }
        return texts;
    }

    /** What is wrong. */
    public Code code() {
        return code;
    }

    /** What belongs into the words, in the order that the code documents. */
    public List<String> arguments() {
        return Collections.unmodifiableList(arguments);
    }
}
