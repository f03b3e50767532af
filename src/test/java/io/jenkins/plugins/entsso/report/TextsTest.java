package io.jenkins.plugins.entsso.report;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.CoreMatchers.not;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.entsso.secret.Finding;
import io.jenkins.plugins.entsso.secret.Finding.Code;
import io.jenkins.plugins.entsso.secret.Verdict;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
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
}
