package io.jenkins.plugins.entsso.config;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import io.jenkins.plugins.entsso.engine.report.Texts;
import java.time.ZoneId;
import java.util.TimeZone;
import org.jvnet.localizer.LocaleProvider;
import org.jvnet.localizer.ResourceBundleHolder;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** How the reader of a page likes it. */
@Restricted(NoExternalUse.class)
public final class Presentation {
    private Presentation() {}

    /** Words in the reader's language; times by the controller's clock. */
    public static Texts texts() {
        return texts(null);
    }

    /**
     * Words in the reader's language and times in their zone.
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

    /** What a choice in a form is called. */
    public static String words(Enum<?> choice) {
        return ResourceBundleHolder.get(Messages.class)
                .format(choice.getDeclaringClass().getSimpleName() + "." + choice.name());
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
