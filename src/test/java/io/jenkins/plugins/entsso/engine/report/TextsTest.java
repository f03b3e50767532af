package io.jenkins.plugins.entsso.engine.report;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.CoreMatchers.equalTo;
import static org.hamcrest.CoreMatchers.not;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.engine.agent.HostSettings;
import io.jenkins.plugins.entsso.engine.agent.backup.Password;
import io.jenkins.plugins.entsso.engine.agent.backup.Proof;
import io.jenkins.plugins.entsso.engine.agent.backup.Reminder;
import io.jenkins.plugins.entsso.engine.model.ErrorCode;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.Finding.Code;
import io.jenkins.plugins.entsso.engine.model.InvalidSettingException;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import io.jenkins.plugins.entsso.engine.patrol.PatrolSettings;
import io.jenkins.plugins.entsso.engine.run.ArtifactName;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.Test;

public class TextsTest {
    private final Texts texts = new Texts(Locale.ENGLISH, ZoneId.of("UTC"));

    @Test
    public void everyVerdictHasAName() {
        for (Verdict.Kind kind : Verdict.Kind.values()) {
            assertThat(texts.name(kind), not(containsString("{")));
            assertThat(texts.meaning(kind), not(containsString("{")));
        }
    }

    @Test
    public void everyFindingIsASentenceWithAllItsArgumentsInEveryLanguage() {
        for (Texts spoken : inAllLanguages()) {
            for (Code code : Code.values()) {
                List<String> arguments = arguments(code.arity());
                switch (code) {
                    case REQUIRED -> arguments.set(1, "true");
                    case UNCONFIRMED -> arguments.set(3, "NO_EVENT");
                    case ERROR -> arguments.set(2, "HRESULT_0x80070005");
                    case SAID -> arguments.set(4, "HRESULT_0xC0002B22");
                    case RIGHTS -> arguments.replaceAll(argument -> argument.equals("<arg0>") ? argument : "YES");
                    case CLAIM_FAILED -> arguments.set(0, "FILE_PLAUSIBLE");
                    default -> {}
                }
                assertHasAll(spoken.sentence(new Finding(code, arguments)), arguments);
            }
        }
    }

    private static List<Texts> inAllLanguages() {
        return Stream.of(Locale.ENGLISH, Locale.GERMAN, Locale.forLanguageTag("pt-BR"))
                .map(locale -> new Texts(locale, ZoneId.of("UTC")))
                .toList();
    }

    private static List<String> arguments(int count) {
        return IntStream.range(0, count).mapToObj(i -> "<arg" + i + ">").collect(Collectors.toList());
    }

    /** What stands for a name is not there; all others are. */
    private static void assertHasAll(String sentence, List<String> arguments) {
        assertThat(sentence, not(containsString("{")));
        arguments.forEach(argument -> assertEquals(sentence, argument.startsWith("<"), sentence.contains(argument)));
    }

    @Test
    public void everyErrorHasACauseAndARemedyInEveryLanguage() {
        Set<String> seen = new HashSet<>();
        for (Texts spoken : inAllLanguages()) {
            String unknown = spoken.sentence(Finding.error("BackupSecret", 0x80000001));
            for (ErrorCode code : knownCodes()) {
                String sentence = spoken.sentence(Finding.error("BackupSecret", code.number()));
                assertThat(sentence, containsString(ErrorCode.hexadecimal(code.number())));
                String words = sentence.substring(sentence.indexOf(": "));
                assertThat(unknown, not(containsString(words)));
                assertThat(words, not(containsString("HRESULT")));
                seen.add(words.substring(0, 20));
            }
        }
        assertTrue(seen.size() > 40);
    }

    private static List<ErrorCode> knownCodes() {
        return Stream.of(0L, 0x80070000L, 0x80040000L, 0x80000000L, 0x80080000L, 0x80090000L)
                .flatMap(facility -> LongStream.range(facility, facility + 0x10000)
                        .mapToObj(ErrorCode::of)
                        .flatMap(Optional::stream))
                .distinct()
                .toList();
    }

    @Test
    public void everyErrorThatThereAreWordsForIsKnown() {
        long known = knownCodes().size();
        ResourceBundle words = ResourceBundle.getBundle("io.jenkins.plugins.entsso.engine.report.Texts");
        assertEquals(
                known,
                words.keySet().stream()
                        .filter(key -> key.startsWith("error.HRESULT"))
                        .count());
    }

    @Test
    public void everyClaimHasWordsForBothAnswersInEveryLanguage() {
        for (Texts spoken : inAllLanguages()) {
            for (Proof.Claim claim : Proof.Claim.values()) {
                assertThat(spoken.text("claim." + claim, "7"), not(containsString("{")));
                String failed = spoken.sentence(Finding.of(Finding.Code.CLAIM_FAILED, claim, "7"));
                assertThat(failed, not(containsString("{")));
                assertThat(failed, not(containsString(claim.name())));
            }
        }
    }

    @Test
    public void whatWasNotReadNamesTheCauseInWords() {
        for (Texts spoken : inAllLanguages()) {
            for (Failure.Kind kind : Failure.Kind.values()) {
                for (Code code : List.of(Code.LOG_FAILED, Code.REGISTRY_FAILED)) {
                    String sentence = spoken.sentence(Finding.of(code, kind, "why"));
                    assertThat(sentence, not(containsString(kind.name())));
                    assertThat(sentence, containsString("why"));
                }
            }
        }
        assertThat(
                texts.sentence(Finding.of(Code.LOG_FAILED, Failure.Kind.ACCESS_DENIED, "5")),
                containsString("(access denied): 5"));
    }

    @Test
    public void timesAreInTheReadersZone() {
        Finding finding = Finding.of(Code.LOST, Instant.parse("2026-05-12T08:00:00.1234567Z"), 5);
        assertThat(texts.sentence(finding), containsString("2026-05-12 08:00:00 UTC"));
        assertThat(
                new Texts(Locale.ENGLISH, ZoneId.of("Europe/Berlin")).sentence(finding),
                containsString("2026-05-12 10:00:00 CEST"));
    }

    /** It may be the name that a host gives to a file or a server. */
    @Test
    public void whatOnlyLooksLikeATimeIsAText() {
        for (String text : List.of("+999999999-12-31T23:59:59Z", "-999999999-01-01T00:00:00Z")) {
            for (ZoneId zone : List.of(ZoneId.of("UTC"), ZoneId.of("Europe/Berlin"), ZoneId.of("America/Lima"))) {
                Texts there = new Texts(Locale.ENGLISH, zone);
                Finding finding = Finding.of(Code.SECRET_SERVER, text, text, 5);
                assertThat(there.sentence(finding), containsString(text));
                assertThat(there.brief(finding), containsString(text));
            }
        }
    }

    /** Another controller's backup looks the same, and so does one that a lost ledger knew. */
    @Test
    public void aLostBackupIsLostOnlyAsFarAsIsKnownHere() {
        String sentence = texts.sentence(Finding.of(Code.LOST, Instant.parse("2026-05-12T08:00:00Z"), 5));
        assertThat(sentence, not(containsString("nobody")));
        assertThat(sentence, containsString("another controller"));
    }

    @Test
    public void manyMoreThanCounted() {
        Instant time = Instant.parse("2026-05-12T08:00:00Z");
        assertThat(
                texts.sentence(Finding.of(Code.REQUIRED, 3412, false, time, time, 9)),
                containsString(": 3412 times from 2026-05-12 08:00:00 "));
        assertThat(
                texts.sentence(Finding.of(Code.REQUIRED, 10000, true, time, time, 9)),
                containsString(": 10000 times or more from "));
    }

    @Test
    public void hostTextIsNotAPattern() {
        String hostile = "{0} '' <b>{1}</b> ${x}";
        assertThat(texts.sentence(Finding.of(Code.NO_ANSWER, hostile)), containsString(hostile));
    }

    /** What the engine refuses, and how. */
    private static final List<Runnable> UNFIT = List.of(
            () -> host("reg.exe", null, 60, 60),
            () -> host("\\\\server\\reg.exe", null, 60, 60),
            () -> host(null, "work", 60, 60),
            () -> host(null, null, 0, 60),
            () -> host(null, null, 60, 3601),
            () -> ArtifactName.check("{what}"),
            () -> ArtifactName.check("../'x"),
            () -> ArtifactName.check("x".repeat(201)),
            () -> Reminder.check(""),
            () -> new Password("short".toCharArray()),
            () -> new Password("correct horse \u00fc".toCharArray()),
            () -> Reminder.check("correct horse 1", new Password("correct horse 1".toCharArray())),
            () -> new PatrolSettings(Duration.ZERO, 10, 0, false),
            () -> new PatrolSettings(Duration.ofHours(1), 1000, 0, false),
            () -> new PatrolSettings(Duration.ofHours(1), 10, 100_000, false),
            // RecipientCertificateTest has the certificates that are refused so
            refused("recipient.name", 60),
            refused("recipient.long", "Anna", 2, 1),
            refused("recipient.key", "Anna"),
            refused("recipient.many", "Anna", 2),
            refused("recipient.none", "Anna"),
            refused("recipient.algorithm", "Anna", "EC"),
            refused("recipient.weak", "Anna", 1, 2, 3),
            refused("recipient.usage", "Anna"),
            refused("recipient.expired", "Anna", "2026-01-01"),
            refused("recipient.expires", "Anna", "2026-01-01"),
            refused("recipient.notForDocuments", "Anna", "1.3"),
            refused("recipient.alone", "Anna"),
            refused("recipient.sameName", "Anna"),
            refused("recipient.sameKey", "Anna"),
            refused("recipient.sameNumber", "Anna"));

    /** Logs have the exception's message, forms these words: in English they must not differ. */
    @Test
    public void whatIsRefusedIsSaidInTheLanguageOfTheReader() {
        Set<String> seen = new HashSet<>();
        for (Runnable entering : UNFIT) {
            InvalidSettingException unfit = assertThrows(InvalidSettingException.class, entering::run);
            seen.add(unfit.getMessage());
            assertEquals(unfit.getMessage(), texts.words(unfit));
            for (Locale locale : List.of(Locale.GERMAN, Locale.forLanguageTag("pt-BR"))) {
                String words = new Texts(locale, ZoneId.of("UTC")).words(unfit);
                assertThat(words, not(equalTo(unfit.getMessage())));
                assertFalse(words, words.matches(".*\\{[0-9].*"));
            }
        }
        assertEquals("each is another one", UNFIT.size(), seen.size());
        ResourceBundle all = ResourceBundle.getBundle("io.jenkins.plugins.entsso.engine.model.InvalidSetting");
        assertEquals("each is made here", all.keySet().size(), seen.size());
    }

    @Test
    public void whatSomethingElseRefusesIsSaidAsItSaysIt() {
        assertEquals("no number", texts.words(new IllegalArgumentException("no number")));
    }

    private static Runnable refused(String key, Object... arguments) {
        return () -> {
            throw new InvalidSettingException(key, arguments);
        };
    }

    private static void host(String ssoconfig, String workDirectory, int query, int backup) {
        new HostSettings(ssoconfig, workDirectory, Duration.ofSeconds(query), Duration.ofSeconds(backup));
    }

    @Test
    public void anUnknownLanguageIsEnglish() {
        assertEquals(
                "protected", new Texts(Locale.forLanguageTag("eo"), ZoneId.of("UTC")).name(Verdict.Kind.PROTECTED));
    }

    @Test
    public void everyFindingHasAFewWords() {
        for (Texts spoken : inAllLanguages()) {
            for (Code code : Code.values()) {
                if (code.name().startsWith("DO_")) {
                    continue;
                }
                Object[] arguments = new Object[code.arity()];
                Arrays.fill(arguments, "<arg>");
                assertThat(spoken.brief(Finding.of(code, arguments)), not(containsString("{")));
            }
        }
    }

    @Test
    public void aFewWordsNameTheDay() {
        Instant time = Instant.parse("2026-05-12T23:30:00Z");
        Finding required = Finding.of(Code.REQUIRED, 3412, false, time, time, 9);
        assertEquals("Event 10589 since 12 May 2026, 3412×", texts.brief(required));
        assertEquals(
                "Ereignis 10589 seit 13. Mai 2026, 3412×",
                new Texts(Locale.GERMANY, ZoneId.of("Europe/Berlin")).brief(required));
        assertEquals(
                "Evento 10589 desde 12 de mai. de 2026, 3412×",
                new Texts(Locale.forLanguageTag("pt-BR"), ZoneId.of("UTC")).brief(required));
        assertEquals(
                "Event 10589 since 12 May 2026, 1× or more",
                texts.brief(Finding.of(Code.REQUIRED, 1, true, time, time, 9)));
    }

    @Test
    public void aFewWordsAreFew() {
        assertEquals(
                "No backup covers AAAAAAAA",
                texts.brief(Finding.of(Code.NOT_COVERED, "{AAAAAAAA-0000-0000-0000-000000000001}")));
        assertTrue(texts.brief(Finding.of(Code.NO_ANSWER, "x".repeat(5000))).length() < 200);
    }

    @Test
    public void monthsAreOfTheLanguageOfTheWords() {
        assertEquals(
                "12 May 2026", new Texts(Locale.FRANCE, ZoneId.of("UTC")).date(Instant.parse("2026-05-12T08:00:00Z")));
    }

    @Test
    public void agesHaveOneUnit() {
        Instant now = Instant.parse("2026-05-12T08:00:00Z");
        assertEquals("just now", texts.age(now.plusSeconds(5), now));
        assertEquals("one minute ago", texts.age(now.minusSeconds(119), now));
        assertEquals("23 hours ago", texts.age(now.minusSeconds(86399), now));
        assertEquals("one day ago", texts.age(now.minusSeconds(86400), now));
        assertEquals("1,200 days ago", texts.age(now.minusSeconds(86400L * 1200), now));
    }
}
