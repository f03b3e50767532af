package io.jenkins.plugins.entsso.engine.model;

import java.text.MessageFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * A value that somebody entered does not do. The message says what is wrong with it and what to enter instead: in English,
 * or in the {@linkplain #message(Locale) reader's language}.
 */
public final class InvalidSettingException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public enum Code {
        /** The path of a program has a control character in it: its name. */
        PATH_CONTROL,
        /** The path of a program is relative: its name, the path. */
        PATH_RELATIVE,
        /** The path of a program leads to another machine: its name, the path. */
        PATH_REMOTE,
        /** The path of the work directory has a control character in it. */
        DIRECTORY_CONTROL,
        /** The path of the work directory is relative: the path. */
        DIRECTORY_RELATIVE,
        /** The time limit of a question: the limit, the longest, both in seconds. */
        QUERY_LIMIT,
        /** The time limit of a backup: the limit, the longest, both in seconds. */
        BACKUP_LIMIT,
        /** A variable that there is not: the pattern, the variable, a pattern that would do. */
        ARTIFACT_VARIABLE,
        /** A part of a path that is none: the pattern, the part, a pattern that would do. */
        ARTIFACT_PART,
        /** A path that is too long: the pattern, how long it is, a pattern that would do, how long it may be. */
        ARTIFACT_LONG,
        /** No reminder. */
        REMINDER_EMPTY,
        /** A reminder that is too long: how long, how long it may be. */
        REMINDER_LONG,
        /** A reminder with a control character. */
        REMINDER_CONTROL,
        /** A reminder that is not ASCII: the reminder. */
        REMINDER_ASCII,
        /** A reminder that a console would not take as it is: the reminder. */
        REMINDER_ENDS,
        /** A reminder that has the password in it. */
        REMINDER_PASSWORD,
        /** A password that is too short or too long: the shortest, the longest, in characters. */
        PASSWORD_LENGTH,
        /** A password that a console would not take as it is. */
        PASSWORD_CHARACTERS,
        /** A password with a space at an end. */
        PASSWORD_SPACE,
        /** How often hosts are asked: how often, the shortest, the longest, all in minutes. */
        INTERVAL,
        /** How many hosts are asked at once: how many, how many at most. */
        AT_ONCE,
        /** How old backups may be, in days: how old, the highest age. */
        AGE,
        /** The name of a recipient: how many characters it may have. */
        RECIPIENT_NAME,
        /** What was entered as a certificate is too long: the name, how long, how long it may be. */
        RECIPIENT_LONG,
        /** A private key was entered as a certificate: the name. */
        RECIPIENT_KEY,
        /** Several certificates were entered as one: the name, how many. */
        RECIPIENT_MANY,
        /** What was entered is no certificate: the name. */
        RECIPIENT_NONE,
        /** A certificate with a key that is not RSA: the name, the algorithm. */
        RECIPIENT_ALGORITHM,
        /** A certificate with a weak or a gigantic key: the name, its bits, the fewest, the most. */
        RECIPIENT_WEAK,
        /** A certificate that is not for encryption: the name. */
        RECIPIENT_USAGE,
        /** A certificate that has expired: the name, the day. */
        RECIPIENT_EXPIRED,
        /** A certificate that has expired or will soon, as a warning: the name, the day. */
        RECIPIENT_EXPIRES,
        /** A certificate without the extended usage that Windows wants, as a warning: the name, the usage. */
        RECIPIENT_NOT_FOR_DOCUMENTS,
        /** There is only one recipient, as a warning: the name. */
        RECIPIENT_ALONE,
        /** Two recipients have the same name: the name. */
        RECIPIENT_SAME_NAME,
        /** Two recipients have the same key: the name of the second. */
        RECIPIENT_SAME_KEY,
        /** Two recipients have the same issuer and serial number: the name of the second. */
        RECIPIENT_SAME_NUMBER
    }

    private final Code code;
    private final String[] arguments;

    /** It does not do for that reason; the arguments as the code documents them. */
    public InvalidSettingException(Code code, Object... arguments) {
        super(message(code, arguments, Locale.ENGLISH));
        this.code = code;
        this.arguments = Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new);
    }

    private static String message(Code code, Object[] arguments, Locale locale) {
        ResourceBundle bundle = ResourceBundle.getBundle(
                "io.jenkins.plugins.entsso.engine.model.InvalidSetting",
                locale,
                InvalidSettingException.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        return new MessageFormat(bundle.getString(code.name()), locale)
                .format(Arrays.stream(arguments).map(String::valueOf).toArray());
    }

    /** The message in that language; in English where there is none. */
    public String message(Locale locale) {
        return message(code, arguments, locale);
    }

    public Code code() {
        return code;
    }

    /** What belongs into the words, in the order that the code documents. */
    public List<String> arguments() {
        return List.of(arguments);
    }
}
