package io.jenkins.plugins.entsso.config;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import io.jenkins.plugins.entsso.engine.report.Texts;
import java.time.ZoneId;
import java.util.TimeZone;
import org.jvnet.localizer.LocaleProvider;

/** How the reader of a page likes it. */
public final class Presentation {
    private Presentation() {}

    /** Words in the reader's language; times by the controller's clock. */
    public static Texts texts() {
        return texts(null);
    }

    /**
     * Words in the reader's language and times in his zone.
     *
     * @param zone what {@code h.userTimeZone} is in a page, which is core's own business in Java; null for the controller's
     */
    public static Texts texts(@CheckForNull String zone) {
        return new Texts(
                LocaleProvider.getLocale(),
                zone == null
                        ? ZoneId.systemDefault()
                        : TimeZone.getTimeZone(zone).toZoneId());
    }

    /** Symbol of a verdict. Each has a shape of its own; what is unknown never looks like what is well. */
    public static String symbol(Verdict.Kind kind) {
        if (kind == Verdict.Kind.UNKNOWN) {
            return "symbol-status-yellow";
        }
        if (kind.isNothingToProtect()) {
            return "symbol-status-disabled";
        }
        return kind.isBad() ? "symbol-status-red" : "symbol-status-blue";
    }
}
