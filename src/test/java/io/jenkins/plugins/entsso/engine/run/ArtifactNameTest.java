package io.jenkins.plugins.entsso.engine.run;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.time.Instant;
import java.util.UUID;
import org.junit.Test;

public class ArtifactNameTest {
    private static final Instant TIME = Instant.parse("2026-05-12T08:00:09.9Z");
    private static final UUID ID = new UUID(0, 1);

    @Test
    public void variables() {
        assertEquals("entsso/BIZTALK1-20260512T080009Z.bak", expand(ArtifactName.DEFAULT, "n", "BIZTALK1"));
        assertEquals("n/" + ID + "/x y.bak", expand("{node}/{id}/x y.bak", "n", "c"));
    }

    @Test
    public void whatHostsAreCalledCannotLeaveTheDirectory() {
        assertEquals("_/_.bak", expand("{node}/{computer}.bak", "..", "/"));
        assertEquals("_etc_passwd/a_b", expand("{node}/{computer}", "../etc/passwd".substring(2), "a\\b"));
        assertEquals("_", expand("{computer}", "n", ""));
        assertEquals("Zürich-日本", expand("{computer}", "n", "Zürich-日本"));
    }

    @Test
    public void badPatternsAreNamedWithTheRemedy() {
        for (String bad : new String[] {
            "",
            "/etc/x",
            "a//b",
            "../x",
            "a/../b",
            "a/./b",
            ".hidden",
            "C:\\x",
            "a\\b",
            "{what}",
            "{",
            "a{b",
            "a/",
            "x.",
            "x ",
            "a*b",
            "a\nb",
            "x".repeat(201)
        }) {
            Exception e = assertThrows(bad, IllegalArgumentException.class, () -> ArtifactName.check(bad));
            assertThat(e.getMessage(), containsString("'" + bad.replace('\n', ' ') + "'"));
            assertThat(e.getMessage(), containsString(ArtifactName.DEFAULT));
        }
    }

    private static String expand(String pattern, String node, String computer) {
        return ArtifactName.expand(pattern, node, computer, TIME, ID);
    }
}
