package io.jenkins.plugins.entsso.config;

import hudson.BulkChange;
import hudson.model.PersistentDescriptor;
import java.io.IOException;
import jenkins.model.GlobalConfiguration;
import net.sf.json.JSONObject;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.StaplerRequest2;

/**
 * A section of the system configuration that takes its form as a whole: if a setter refuses a value with an
 * {@link IllegalArgumentException}, all stays as it was saved, and the form says why.
 */
@Restricted(NoExternalUse.class)
public abstract class TransactionalConfiguration extends GlobalConfiguration implements PersistentDescriptor {
    /** Sets everything to what it is when nothing was entered; saves nothing. A form leaves out what is empty. */
    protected abstract void reset();

    @Override
    public final synchronized boolean configure(StaplerRequest2 req, JSONObject json) throws FormException {
        try (BulkChange change = new BulkChange(this)) {
            reset();
            req.bindJSON(this, json);
            change.commit();
            return true;
        } catch (IllegalArgumentException e) {
            reset();
            load();
            throw new FormException(Presentation.texts().words(e), e, getJsonSafeClassName());
        } catch (IOException e) {
            throw new FormException(e, getJsonSafeClassName());
        }
    }
}
