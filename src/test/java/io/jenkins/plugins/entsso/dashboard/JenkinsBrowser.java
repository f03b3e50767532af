package io.jenkins.plugins.entsso.dashboard;

import io.jenkins.plugins.darktheme.DarkThemeManagerFactory;
import io.jenkins.plugins.entsso.Browser;
import io.jenkins.plugins.thememanager.ThemeManagerPageDecorator;
import io.jenkins.plugins.thememanager.none.NoOpThemeManagerFactory;
import java.io.IOException;
import java.net.URI;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.RealJenkinsRule;

/** Somebody with a browser before a Jenkins as it is: only that has all of core's symbols, which plugins' tests lack. */
final class JenkinsBrowser implements AutoCloseable {
    final Browser browser = new Browser();
    private final JenkinsRule j;

    JenkinsBrowser(JenkinsRule j) throws IOException, InterruptedException {
        this.j = j;
    }

    /** Such a Jenkins, with the content security policy enforced that is only reported in production by default. */
    static RealJenkinsRule jenkins() {
        return new RealJenkinsRule()
                .javaOptions("-Dhudson.Main.development=true")
                .withTimeout(900);
    }

    /** Goes to a page, with the window and the theme for it. */
    void open(String path, int width, boolean dark) throws Exception {
        ThemeManagerPageDecorator.get().setTheme(dark ? new DarkThemeManagerFactory() : new NoOpThemeManagerFactory());
        // core's header fails where its window is resized before it is laid out
        browser.open(URI.create("about:blank"));
        browser.look(width, dark);
        browser.open(j.getURL().toURI().resolve(path));
    }

    @Override
    public void close() throws IOException, InterruptedException {
        browser.close();
    }
}
