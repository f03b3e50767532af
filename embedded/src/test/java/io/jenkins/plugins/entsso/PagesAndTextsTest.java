package io.jenkins.plugins.entsso;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.Reader;
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

/** What can be said without Jenkins of the pages, helps and texts that are shown in it, and in the embedded server. */
public class PagesAndTextsTest {
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
        assertTrue("the embedded server has pages", pages.size() >= 4);
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
            Path english = english(bundle);
            if (!english.equals(bundle)) {
                assertEquals(bundle + " has other keys than " + english, keys(english), keys(bundle));
            }
        }
    }

    /** What is said in one language has the same values in it in every other. */
    @Test
    public void everyLanguageHasEveryPlaceholder() throws IOException {
        for (Path bundle : files(".properties")) {
            Path english = english(bundle);
            if (!english.equals(bundle)) {
                Properties texts = read(english);
                read(bundle)
                        .forEach((key, text) -> assertEquals(
                                key + " in " + bundle,
                                placeholders(texts.getProperty((String) key)),
                                placeholders((String) text)));
            }
        }
    }

    /** German and Portuguese prove that texts can be had in another language: all of them. */
    @Test
    public void everyTextIsTranslated() throws IOException {
        Set<Path> bundles = new TreeSet<>();
        files(".properties").forEach(bundle -> bundles.add(english(bundle)));
        for (Path page : files(".jelly")) {
            if (VIEW_KEY.matcher(Files.readString(page)).find()) {
                bundles.add(page.resolveSibling(page.getFileName().toString().replace(".jelly", ".properties")));
            }
        }
        bundles.removeIf(bundle -> bundle.startsWith(ROOT.resolve("embedded")));
        for (Path bundle : bundles) {
            for (String language : List.of("", "_de", "_pt")) {
                Path translation = Path.of(bundle.toString().replace(".properties", language + ".properties"));
                assertTrue("no " + translation, Files.exists(translation));
            }
        }
    }

    /** What is to be typed into a field is the same in every language. */
    @Test
    public void everyHelpIsTranslated() throws IOException {
        List<Path> helps = files(".html").stream()
                .filter(file -> file.getFileName().toString().matches("help(-[A-Za-z]+)?\\.html"))
                .toList();
        assertTrue("the forms have help", helps.size() >= 30);
        for (Path help : helps) {
            for (String language : List.of("_de", "_pt")) {
                Path translation = Path.of(help.toString().replace(".html", language + ".html"));
                assertTrue("no " + translation, Files.exists(translation));
                assertEquals("what is code in " + translation, code(help), code(translation));
            }
        }
    }

    /** Java, Jenkins' localizer and Stapler read UTF-8, and fall back to ISO-8859-1 for what is not. */
    @Test
    public void textsAreUtf8() throws IOException {
        for (Path bundle : files(".properties")) {
            String text = Files.readString(bundle);
            assertTrue(
                    bundle + " has a text that was decoded twice",
                    !text.matches("(?s).*([ÃÂ][\u0080-\u00BF]|\uFFFD).*"));
        }
    }

    private static List<String> code(Path help) throws IOException {
        return Pattern.compile("<code>.*?</code>", Pattern.DOTALL)
                .matcher(Files.readString(help))
                .results()
                .map(found -> found.group().replaceAll("\\s+", " "))
                .sorted()
                .toList();
    }

    private static Set<String> placeholders(String text) {
        Set<String> found = new TreeSet<>();
        Pattern.compile("\\{(\\d+)").matcher(text).results().forEach(m -> found.add(m.group(1)));
        return found;
    }

    private static Path english(Path bundle) {
        String name = bundle.getFileName().toString().replaceAll("(_[a-z]{2}(_[A-Z]{2})?)?\\.properties$", "");
        return bundle.resolveSibling(name + ".properties");
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
        return new TreeSet<>(read(bundle).stringPropertyNames());
    }

    private static Properties read(Path bundle) throws IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(bundle)) {
            properties.load(in);
        }
        return properties;
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
