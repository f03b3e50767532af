package io.jenkins.plugins.entsso.dashboard;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.ModifiableItemGroup;
import hudson.model.TopLevelItem;
import hudson.model.View;
import hudson.model.ViewDescriptor;
import io.jenkins.plugins.entsso.config.EntssoPermissions;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.interceptor.RequirePOST;

/** The table of all secrets as a tab of the dashboard. It has no jobs in it. */
@Restricted(NoExternalUse.class)
public final class EntssoView extends View {
    @DataBoundConstructor
    public EntssoView(String name) {
        super(name);
    }

    @NonNull
    @Override
    public Collection<TopLevelItem> getItems() {
        return List.of();
    }

    @Override
    public boolean contains(TopLevelItem item) {
        return false;
    }

    @Override
    protected void submit(StaplerRequest2 req) {
        // nothing of its own to set
    }

    @RequirePOST
    @Override
    @CheckForNull
    public Item doCreateItem(StaplerRequest2 req, StaplerResponse2 rsp) throws IOException, ServletException {
        // as the view of all jobs does: the new job is in no way in this one
        ItemGroup<? extends TopLevelItem> group = getOwner().getItemGroup();
        return group instanceof ModifiableItemGroup<? extends TopLevelItem> modifiable
                ? modifiable.doCreateItem(req, rsp)
                : null;
    }

    /** Whether the reader may see what is in the table: to see a view is not enough. */
    public boolean mayView() {
        return Jenkins.get().hasPermission(EntssoPermissions.VIEW);
    }

    public Dashboard dashboard(@CheckForNull String userTimeZone) {
        return Dashboard.ofRequest(userTimeZone);
    }

    @Extension
    @Symbol("masterSecrets")
    public static final class DescriptorImpl extends ViewDescriptor {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.EntssoView_displayName();
        }
    }
}
