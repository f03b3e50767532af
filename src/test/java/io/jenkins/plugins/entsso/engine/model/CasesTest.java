package io.jenkins.plugins.entsso.engine.model;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;

/**
 * Hosts as they were reported from the field: one folder each under {@code src/test/resources/cases}, whose README says what
 * is in it. A new one needs no code.
 */
@RunWith(Parameterized.class)
public class CasesTest {
    private final Path folder;

    public CasesTest(String name) throws URISyntaxException {
        folder = cases().resolve(name);
    }

    @Parameterized.Parameters(name = "{0}")
    public static List<String> names() throws IOException, URISyntaxException {
        try (Stream<Path> all = Files.list(cases())) {
            return all.filter(Files::isDirectory)
                    .map(folder -> String.valueOf(folder.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    private static Path cases() throws URISyntaxException {
        return Path.of(CasesTest.class.getResource("/cases").toURI());
    }

    @Test
    public void isJudgedAsItShould() throws IOException {
        ReportedHost host = new ReportedHost(folder);
        Properties expected = ReportedHost.properties(folder.resolve("expected.properties"));
        Verdict verdict = host.verdict();
        assertEquals(
                verdict.toString(),
                expected.getProperty("verdict"),
                verdict.kind().name());
        assertEquals(
                expected.getProperty("nextStep"),
                Stream.concat(Stream.of(verdict.nextStep().code().name()), verdict.nextStep().arguments().stream())
                        .collect(Collectors.joining(" ")));
        if (expected.containsKey("evidence")) {
            assertEquals(list(expected, "evidence"), codes(verdict.evidence()));
        }
        if (expected.containsKey("asksForBackup")) {
            assertEquals(Boolean.valueOf(expected.getProperty("asksForBackup")), verdict.asksForBackup());
        }
        List<String> concerns = codes(verdict.concerns());
        list(expected, "concerns").forEach(code -> assertTrue(code + " in " + concerns, concerns.contains(code)));
        list(expected, "noConcerns").forEach(code -> assertFalse(code + " in " + concerns, concerns.contains(code)));
    }

    private static List<String> codes(List<Finding> findings) {
        return findings.stream().map(finding -> finding.code().name()).toList();
    }

    private static List<String> list(Properties properties, String key) {
        return Arrays.stream(properties.getProperty(key, "").split(","))
                .filter(code -> !code.isEmpty())
                .toList();
    }
}
