package io.jenkins.plugins.entsso;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.Test;

/** What can be said of the doors into Jenkins, and of all texts, without Jenkins. */
public class JenkinsDoorsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern FIRST = Pattern.compile("\\A<\\?jelly escape-by-default='true'\\?>\\R");
    private static final Pattern RAW = Pattern.compile("<j:out|escapeText=|rawHtml");
    private static final Pattern MESSAGE = Pattern.compile("\\bMessages\\._?([A-Za-z][A-Za-z0-9_]*)\\(");
    private static final Pattern VIEW_KEY = Pattern.compile("\\$\\{%([^(}]+)(\\(?)");

    @Test
    public void jellyIsWellFormedAndEscapes() throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        List<Path> pages = files(".jelly");
        assertTrue("the embedded doors have pages", pages.size() >= 4);
        for (Path page : pages) {
            String text = Files.readString(page);
            assertTrue(
                    page + " does not begin with escape-by-default",
                    FIRST.matcher(text).find());
            assertTrue(page + " prints raw HTML", !RAW.matcher(text).find());
            factory.newDocumentBuilder().parse(page.toFile());
        }
    }

    /** A key without arguments may be its own English text; one with arguments, and every one in a translation, may not. */
    @Test
    public void keysOfPagesExist() throws IOException {
        for (Path page : files(".jelly")) {
            String view = page.getFileName().toString().replace(".jelly", "");
            List<MatchResult> uses =
                    VIEW_KEY.matcher(Files.readString(page)).results().toList();
            Path english = page.resolveSibling(view + ".properties");
            Set<String> missing = new TreeSet<>();
            uses.stream().filter(use -> !use.group(2).isEmpty()).forEach(use -> missing.add(use.group(1)));
            missing.removeAll(Files.exists(english) ? keys(english) : Set.of());
            assertEquals("keys of " + page + " that " + english + " lacks", Set.of(), missing);
            try (var translations = Files.newDirectoryStream(page.getParent(), view + "_*.properties")) {
                for (Path translation : translations) {
                    uses.forEach(use -> missing.add(use.group(1)));
                    missing.removeAll(keys(translation));
                    assertEquals("keys of " + page + " that " + translation + " lacks", Set.of(), missing);
                }
            }
        }
    }

    @Test
    public void keysOfSourcesExist() throws IOException {
        for (Path source : files(".java")) {
            Path texts = messages(source);
            if (texts != null) {
                Set<String> missing = new TreeSet<>();
                MESSAGE.matcher(Files.readString(source)).results().forEach(m -> missing.add(m.group(1)));
                for (String key : keys(texts)) {
                    missing.remove(key.replace('.', '_').replace('-', '_'));
                }
                assertEquals("keys of " + source + " that " + texts + " lacks", Set.of(), missing);
            }
        }
    }

    @Test
    public void everyLanguageHasEveryKey() throws IOException {
        List<Path> bundles = files(".properties");
        assertTrue("the report has texts", !bundles.isEmpty());
        for (Path bundle : bundles) {
            String name = bundle.getFileName().toString().replaceAll("\\.properties$", "");
            Path english = bundle.resolveSibling(name.replaceAll("_[a-z]{2}(_[A-Z]{2})?$", "") + ".properties");
            if (!english.equals(bundle)) {
                assertEquals(bundle + " has other keys than " + english, keys(english), keys(bundle));
            }
        }
    }

    /** A double key is a text that is silently lost. */
    @Test
    public void noKeyStandsTwice() throws IOException {
        for (Path bundle : files(".properties")) {
            long lines = Files.readAllLines(bundle).stream()
                    .filter(line -> line.matches("[^#!\\s=:][^=]*=.*"))
                    .count();
            assertEquals(bundle + " has a key twice", keys(bundle).size(), lines);
        }
    }

    private static Path messages(Path source) {
        Path resources = Path.of(source.getParent().toString().replace("/main/java/", "/main/resources/"));
        Path texts = resources.resolve("Messages.properties");
        return Files.exists(texts) ? texts : null;
    }

    private static Set<String> keys(Path bundle) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(bundle)) {
            properties.load(in);
        }
        return new TreeSet<>(properties.stringPropertyNames());
    }

    private static List<Path> files(String ending) throws IOException {
        try (var src = Files.walk(ROOT.resolve("src/main"));
                var embedded = Files.walk(ROOT.resolve("embedded/src/main"))) {
            return java.util.stream.Stream.concat(src, embedded)
                    .filter(f -> f.toString().endsWith(ending))
                    .toList();
        }
    }
}
