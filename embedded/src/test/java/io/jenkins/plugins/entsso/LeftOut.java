package io.jenkins.plugins.entsso;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Says at the end of a build how many tests of each tier were left out, and why, by what Surefire and Failsafe have
 * reported: {@code java LeftOut.java NAME=DIRECTORY...}. It is started from its source, and needs nothing but a JDK.
 */
public final class LeftOut {
    /** What a class that is left out as a whole says: it is reported as one test. */
    private static final Pattern COUNT = Pattern.compile("; (\\d+) tests? w(?:as|ere) not run$");

    private final DocumentBuilder parser;
    private final Map<String, Integer> reasons = new TreeMap<>();
    private int all;

    private LeftOut() throws ParserConfigurationException {
        parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    }

    public static void main(String[] tiers) throws Exception {
        for (String tier : tiers) {
            int equals = tier.indexOf('=');
            Path directory = Path.of(tier.substring(equals + 1));
            if (Files.isDirectory(directory)) {
                System.out.println(tier.substring(0, equals) + ": " + new LeftOut().read(directory));
            }
        }
    }

    private String read(Path directory) throws IOException, SAXException {
        try (DirectoryStream<Path> reports = Files.newDirectoryStream(directory, "TEST-*.xml")) {
            for (Path report : reports) {
                NodeList tests = parser.parse(report.toFile()).getElementsByTagName("testcase");
                for (int i = 0; i < tests.getLength(); i++) {
                    count(((Element) tests.item(i)).getElementsByTagName("skipped"));
                }
            }
        }
        int leftOut = reasons.values().stream().mapToInt(Integer::intValue).sum();
        return leftOut == 0
                ? "all " + all + " tests ran"
                : leftOut + " of " + all + " tests left out: "
                        + reasons.entrySet().stream()
                                .map(reason -> reason.getKey() + " (" + reason.getValue() + ")")
                                .collect(Collectors.joining("; "));
    }

    private void count(NodeList skipped) {
        if (skipped.getLength() == 0) {
            all++;
            return;
        }
        String reason = ((Element) skipped.item(0)).getAttribute("message");
        Matcher count = COUNT.matcher(reason);
        int tests = count.find() ? Integer.parseInt(count.group(1)) : 1;
        all += tests;
        reasons.merge(count.replaceFirst(""), tests, Integer::sum);
    }
}
