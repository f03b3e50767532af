package io.jenkins.plugins.entsso.engine.report;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.CoreMatchers.equalTo;
import static org.hamcrest.CoreMatchers.not;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.engine.agent.HostSettings;
import io.jenkins.plugins.entsso.engine.agent.backup.Password;
import io.jenkins.plugins.entsso.engine.agent.backup.Proof;
import io.jenkins.plugins.entsso.engine.agent.backup.Reminder;
import io.jenkins.plugins.entsso.engine.model.ErrorCode;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.Finding.Code;
import io.jenkins.plugins.entsso.engine.model.InvalidSettingException;
import io.jenkins.plugins.entsso.engine.model.Message;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import io.jenkins.plugins.entsso.engine.patrol.PatrolSettings;
import io.jenkins.plugins.entsso.engine.run.ArtifactName;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.Test;

public class TextsTest {
    private final Texts texts = new Texts(Locale.ENGLISH, ZoneOffset.UTC);

    @Test
    public void everyVerdictHasAName() {
        for (Verdict.Kind kind : Verdict.Kind.values()) {
            assertThat(texts.name(kind), not(containsString("{")));
            assertThat(texts.meaning(kind), not(containsString("{")));
        }
    }

    @Test
    public void everyFindingIsASentenceWithAllItsArguments() {
        for (Code code : Code.values()) {
            Object[] arguments = new Object[code.arity()];
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = "<arg" + i + ">";
            }
            String sentence = texts.sentence(Finding.of(code, arguments));
            assertThat(sentence, not(containsString("{")));
            for (int i = 0; i < arguments.length; i++) {
                boolean isFlag = code == Code.REQUIRED && i == 1 || code == Code.UNCONFIRMED && i == 3;
                assertEquals(code + " " + i, !isFlag, sentence.contains("<arg" + i + ">"));
            }
        }
    }

    @Test
    public void everyMessageOfAnAgentIsASentenceInEveryLanguage() {
        for (Locale locale : List.of(Locale.ENGLISH, Locale.GERMAN, Locale.forLanguageTag("pt-BR"))) {
            Texts spoken = new Texts(locale, ZoneOffset.UTC);
            for (Message.Code code : Message.Code.values()) {
                Object[] arguments = new Object[code.arity()];
                for (int i = 0; i < arguments.length; i++) {
                    arguments[i] = "<arg" + i + ">";
                }
                String sentence = spoken.sentence(Message.of(code, arguments));
                assertThat(sentence, not(containsString("{")));
                for (int i = 0; i < arguments.length; i++) {
                    boolean isName = code == Message.Code.ERROR && i == 2
                            || code == Message.Code.RIGHTS && i > 0
                            || code == Message.Code.CLAIM_FAILED && i == 0;
                    assertEquals(locale + " " + sentence, !isName, sentence.contains("<arg" + i + ">"));
                }
            }
        }
    }

    @Test
    public void everyErrorHasACauseAndARemedyInEveryLanguage() {
        Set<String> seen = new HashSet<>();
        for (Locale locale : List.of(Locale.ENGLISH, Locale.GERMAN, Locale.forLanguageTag("pt-BR"))) {
            Texts spoken = new Texts(locale, ZoneOffset.UTC);
            String unknown = spoken.sentence(Message.error("BackupSecret", 0x80000001));
            for (ErrorCode code : ErrorCode.values()) {
                String sentence = spoken.sentence(Message.error("BackupSecret", code.number()));
                assertThat(sentence, containsString(ErrorCode.hexadecimal(code.number())));
                String words = sentence.substring(sentence.indexOf(": "));
                assertThat(unknown, not(containsString(words)));
                seen.add(locale + words.substring(0, 20));
            }
        }
        assertTrue(seen.size() > 40);
    }

    @Test
    public void everyClaimHasWordsForBothAnswersInEveryLanguage() {
        for (Locale locale : List.of(Locale.ENGLISH, Locale.GERMAN, Locale.forLanguageTag("pt-BR"))) {
            Texts spoken = new Texts(locale, ZoneOffset.UTC);
            String unknown = spoken.text("claim.UNKNOWN.failed", "");
            for (Proof.Claim claim : Proof.Claim.values()) {
                assertThat(spoken.text("claim." + claim, "7"), not(containsString("{")));
                assertThat(
                        spoken.sentence(Message.of(Message.Code.CLAIM_FAILED, claim, "")),
                        not(containsString(unknown)));
            }
        }
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
            for (ZoneId zone : List.of(ZoneOffset.UTC, ZoneId.of("Europe/Berlin"), ZoneId.of("America/Lima"))) {
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
            () -> host("C:\\a\nb", null, 60, 60),
            () -> host("\\\\server\\reg.exe", null, 60, 60),
            () -> host(null, "work", 60, 60),
            () -> host(null, "C:\\a\tb", 60, 60),
            () -> host(null, null, 0, 60),
            () -> host(null, null, 60, 3601),
            () -> ArtifactName.check("{what}"),
            () -> ArtifactName.check("../'x"),
            () -> ArtifactName.check("x".repeat(201)),
            () -> Reminder.check(""),
            () -> Reminder.check("x".repeat(256)),
            () -> Reminder.check("a\tb"),
            () -> Reminder.check("\u00fcber {0} ''"),
            () -> Reminder.check(" a"),
            () -> new Password("short".toCharArray()),
            () -> new Password("correct horse \u00fc".toCharArray()),
            () -> new Password("correct horse ".toCharArray()),
            () -> Reminder.check("correct horse 1", new Password("correct horse 1".toCharArray())),
            () -> new PatrolSettings(Duration.ZERO, 10, 0, false),
            () -> new PatrolSettings(Duration.ofHours(1), 1000, 0, false),
            () -> new PatrolSettings(Duration.ofHours(1), 10, 100_000, false));

    /** Logs have the exception's message, forms these words: in English they must not differ. */
    @Test
    public void whatIsRefusedIsSaidInTheLanguageOfTheReader() {
        Set<InvalidSettingException.Code> seen = EnumSet.noneOf(InvalidSettingException.Code.class);
        for (Runnable entering : UNFIT) {
            InvalidSettingException unfit = assertThrows(InvalidSettingException.class, entering::run);
            seen.add(unfit.code());
            assertEquals(unfit.getMessage(), texts.words(unfit));
            for (Locale locale : List.of(Locale.GERMAN, Locale.forLanguageTag("pt-BR"))) {
                String words = new Texts(locale, ZoneOffset.UTC).words(unfit);
                assertThat(words, not(equalTo(unfit.getMessage())));
                unfit.arguments().forEach(argument -> assertThat(words, containsString(argument)));
            }
        }
        assertEquals(EnumSet.allOf(InvalidSettingException.Code.class), seen);
    }

    @Test
    public void whatSomethingElseRefusesIsSaidAsItSaysIt() {
        assertEquals("no number", texts.words(new IllegalArgumentException("no number")));
    }

    private static void host(String ssoconfig, String workDirectory, int query, int backup) {
        new HostSettings(ssoconfig, workDirectory, Duration.ofSeconds(query), Duration.ofSeconds(backup));
    }

    @Test
    public void anUnknownLanguageIsEnglish() {
        assertEquals("protected", new Texts(Locale.forLanguageTag("eo"), ZoneOffset.UTC).name(Verdict.Kind.PROTECTED));
    }

    @Test
    public void everyFindingHasAFewWords() {
        for (Locale locale : List.of(Locale.ENGLISH, Locale.GERMAN, Locale.forLanguageTag("pt-BR"))) {
            Texts spoken = new Texts(locale, ZoneOffset.UTC);
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
        assertEquals("Event 10589 since 12 May 2026, 3,412 times", texts.brief(required));
        assertEquals(
                "Ereignis 10589 seit 13. Mai 2026, 3.412-mal",
                new Texts(Locale.GERMANY, ZoneId.of("Europe/Berlin")).brief(required));
        assertEquals(
                "Evento 10589 desde 12 de mai. de 2026, 3.412 vezes",
                new Texts(Locale.forLanguageTag("pt-BR"), ZoneOffset.UTC).brief(required));
        assertEquals(
                "Event 10589 since 12 May 2026, once or more",
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
                "12 May 2026", new Texts(Locale.FRANCE, ZoneOffset.UTC).date(Instant.parse("2026-05-12T08:00:00Z")));
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
