package io.jenkins.plugins.entsso.config;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Failure;
import hudson.util.FormValidation;
import io.jenkins.plugins.entsso.engine.report.Texts;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** What all settings have in common: what is not fit is refused with an {@link IllegalArgumentException}. */
@Restricted(NoExternalUse.class)
public final class Settings {
    private static final Logger LOGGER = Logger.getLogger(Settings.class.getName());

    private Settings() {}

    /** What a form says of a value while it is typed. */
    public static FormValidation validate(Runnable check) {
        try {
            check.run();
            return FormValidation.ok();
        } catch (IllegalArgumentException e) {
            return FormValidation.error(Presentation.texts().words(e));
        }
    }

    /** Refuses a value in the reader's language: Jenkins shows a {@link Failure} to who sends a form as it is. */
    static void check(Runnable check) {
        try {
            check.run();
        } catch (IllegalArgumentException e) {
            Failure failure = new Failure(Presentation.texts().words(e));
            failure.initCause(e);
            throw failure;
        }
    }

    /** A stored value; null, for its default, if it is not fit: what a file says must not stop anything. */
    @CheckForNull
    static <T> T fit(T stored, Consumer<T> check) {
        try {
            check.accept(stored);
            return stored;
        } catch (IllegalArgumentException e) {
            Texts texts = Texts.ofLog();
            LOGGER.log(Level.WARNING, () -> texts.text("log.setting.repaired", texts.words(e)));
            return null;
        }
    }
}
