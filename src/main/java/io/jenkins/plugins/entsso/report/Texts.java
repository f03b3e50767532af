package io.jenkins.plugins.entsso.report;

import io.jenkins.plugins.entsso.secret.Finding;
import io.jenkins.plugins.entsso.secret.Verdict;
import java.text.MessageFormat;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.ResourceBundle;

/** Words for verdicts and findings. What comes from a host goes in as plain text; whoever shows it escapes it. */
public final class Texts {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss z");

    private final ResourceBundle bundle;
    private final Locale locale;
    private final ZoneId zone;

    /** Words in that language, English where there is none, and times in that zone. */
    public Texts(Locale locale, ZoneId zone) {
        this.bundle = ResourceBundle.getBundle(
                "io.jenkins.plugins.entsso.report.Texts",
                locale,
                Texts.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        this.locale = locale;
        // the offset would be shown as a bare 'Z'
        this.zone = zone.equals(ZoneOffset.UTC) ? ZoneId.of("UTC") : zone;
    }

    /** The text with that key. */
    public String text(String key, Object... arguments) {
        return new MessageFormat(bundle.getString(key), locale).format(arguments);
    }

    /** What a verdict is called. */
    public String name(Verdict.Kind kind) {
        return text("verdict." + kind);
    }

    /** What a verdict means, in a sentence. */
    public String meaning(Verdict.Kind kind) {
        return text("verdict." + kind + ".meaning");
    }

    /** A finding in a sentence. */
    public String sentence(Finding finding) {
        Object[] arguments = finding.arguments().stream().map(this::readable).toArray();
        if (finding.code() == Finding.Code.REQUIRED) {
            arguments[1] = Boolean.parseBoolean(finding.arguments().get(1)) ? text("finding.REQUIRED.orMore") : "";
        }
        return text("finding." + finding.code(), arguments);
    }

    /** A point in time as the reader's clock shows it. */
    public String time(Instant time) {
        return TIME.withLocale(locale).withZone(zone).format(time);
    }

    private Object readable(String argument) {
        if (argument.length() < 20 || argument.length() > 30 || !argument.endsWith("Z")) {
            return argument;
        }
        try {
            return time(Instant.parse(argument));
        } catch (DateTimeException e) {
            return argument;
        }
    }
}
