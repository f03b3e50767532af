package io.jenkins.plugins.entsso.jenkins;

import io.jenkins.plugins.entsso.report.Texts;
import io.jenkins.plugins.entsso.secret.Verdict;
import java.time.ZoneId;
import org.jvnet.localizer.LocaleProvider;

/** How the reader of a page likes it. */
public final class Presentation {
    private Presentation() {}

    /** Words in the reader's language, times by the controller's clock: a user's time zone is core's own business. */
    public static Texts texts() {
        return new Texts(LocaleProvider.getLocale(), ZoneId.systemDefault());
    }

    /** Symbol of a verdict. What is unknown never looks like what is well. */
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
