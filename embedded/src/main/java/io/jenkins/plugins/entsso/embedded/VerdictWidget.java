package io.jenkins.plugins.entsso.embedded;

import hudson.Extension;
import hudson.widgets.Widget;

/** The verdict on every host, beside every dashboard. */
@Extension
public final class VerdictWidget extends Widget {
    @Override
    public String getUrlName() {
        return "entsso-verdicts";
    }

    public SecretsPage getPage() {
        return SecretsPage.get();
    }
}
