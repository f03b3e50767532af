package io.jenkins.plugins.entsso.engine.model;

import java.text.MessageFormat;
import java.util.Arrays;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * A value that somebody entered does not do. The message says what is wrong with it and what to enter instead: in English,
 * or in the {@linkplain #message(Locale) reader's language}.
 */
public final class InvalidSettingException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String key;
    private final String[] arguments;

    /**
     * It does not do for that reason.
     *
     * @param key of the message in the resource bundle {@code InvalidSetting}
     * @param arguments what belongs into the message: made one line each
     */
    public InvalidSettingException(String key, Object... arguments) {
        super(message(key, Locale.ENGLISH, lines(arguments)));
        this.key = key;
        this.arguments = lines(arguments);
    }

    private static String[] lines(Object... arguments) {
        return Arrays.stream(arguments)
                .map(argument -> Bounds.line(String.valueOf(argument), Failure.MAX_DETAIL))
                .toArray(String[]::new);
    }

    private static String message(String key, Locale locale, String... arguments) {
        ResourceBundle bundle = ResourceBundle.getBundle(
                "io.jenkins.plugins.entsso.engine.model.InvalidSetting",
                locale,
                InvalidSettingException.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        return new MessageFormat(bundle.getString(key), locale).format(arguments);
    }

    /** The key of the message in the resource bundle: what is wrong. */
    public String key() {
        return key;
    }

    /** The message in that language; in English where there is none. */
    public String message(Locale locale) {
        return message(key, locale, arguments);
    }
}
