package io.jenkins.plugins.entsso.config;

import hudson.model.Descriptor.FormException;
import hudson.util.FormValidation;
import io.jenkins.plugins.entsso.engine.report.Texts;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** What all settings have in common: a setter refuses what is not fit with an {@link IllegalArgumentException}. */
@Restricted(NoExternalUse.class)
public final class Settings {
    private static final Logger LOGGER = Logger.getLogger(Settings.class.getName());

    private Settings() {}

    /** What a form says of a value while it is typed. */
    public static FormValidation validate(Runnable setter) {
        try {
            setter.run();
            return FormValidation.ok();
        } catch (IllegalArgumentException e) {
            return FormValidation.error(Presentation.texts().words(e));
        }
    }

    /** The same of a whole form: what refused a value is among the causes of what the binding of a form throws. */
    static FormException refusal(IllegalArgumentException e, String field) {
        IllegalArgumentException first = e;
        while (first.getCause() instanceof IllegalArgumentException cause) {
            first = cause;
        }
        return new FormException(Presentation.texts().words(first), e, field);
    }

    /** Gives a stored value that is not fit its default: what a file says must not stop anything. */
    static <T> void repair(T stored, Consumer<T> setter) {
        try {
            setter.accept(stored);
        } catch (IllegalArgumentException e) {
            Texts texts = Texts.ofLog();
            LOGGER.log(Level.WARNING, () -> texts.text("log.setting.repaired", texts.words(e)));
            setter.accept(null);
        }
    }
}
