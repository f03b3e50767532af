package io.jenkins.plugins.entsso.report;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.CoreMatchers.not;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.secret.Finding;
import io.jenkins.plugins.entsso.secret.Finding.Code;
import io.jenkins.plugins.entsso.secret.Verdict;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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
                boolean isFlag = code == Code.REQUIRED && i == 1;
                assertEquals(code + " " + i, !isFlag, sentence.contains("<arg" + i + ">"));
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
