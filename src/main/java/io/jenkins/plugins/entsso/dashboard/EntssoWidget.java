package io.jenkins.plugins.entsso.dashboard;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.View;
import hudson.widgets.Widget;
import io.jenkins.plugins.entsso.config.EntssoPermissions;
import java.util.Collection;
import java.util.List;
import jenkins.model.Jenkins;
import jenkins.widgets.WidgetFactory;
import org.jenkinsci.Symbol;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Beside every view: whether all is well, or what is not. Rendering it asks no host and reads no disk. */
@Restricted(NoExternalUse.class)
public final class EntssoWidget extends Widget {
    public Dashboard dashboard(@CheckForNull String userTimeZone) {
        return Dashboard.ofRequest(userTimeZone);
    }

    /** Makes the widget for whom it concerns; above the executors, which may be a thousand. */
    @Extension(ordinal = 110)
    @Symbol("masterSecrets")
    public static final class Factory extends WidgetFactory<View, EntssoWidget> {
        @Override
        public Class<View> type() {
            return View.class;
        }

        @Override
        public Class<EntssoWidget> widgetType() {
            return EntssoWidget.class;
        }

        @NonNull
        @Override
        public Collection<EntssoWidget> createFor(@NonNull View target) {
            return Jenkins.get().hasPermission(EntssoPermissions.VIEW) ? List.of(new EntssoWidget()) : List.of();
        }
    }
}
