package io.jenkins.plugins.entsso.engine.agent.windows;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import io.jenkins.plugins.entsso.engine.agent.QueryFailedException;
import io.jenkins.plugins.entsso.engine.model.Failure.Kind;
import io.jenkins.plugins.entsso.engine.model.HostFacts.Secrets;
import io.jenkins.plugins.entsso.engine.model.Msid;
import io.jenkins.plugins.entsso.engine.model.QueryResult;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.Test;

public class RegistryTest {
    private static final String MICROSOFT = "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft";
    private static final String ENTSSO = MICROSOFT + "\\ENTSSO";
    private static final String SSOSS = ENTSSO + "\\SSOSS";
    private static final String ONE = "{2B5D0A10-3B41-4C2E-9B57-3F3C6A0D8E11}";
    private static final String TWO = "{3B5D0A10-3B41-4C2E-9B57-3F3C6A0D8E11}";

    private final FakeReg reg = new FakeReg();

    @Test
    public void keysAreSecrets() throws InterruptedException {
        reg.shows(SSOSS, "\r\n" + SSOSS + "\\" + ONE + "\r\n" + SSOSS + "\\" + TWO.toLowerCase() + "\r\n");
        assertPresent(ONE, TWO);
    }

    @Test
    public void valuesOfTheKeyArePassedOver() throws InterruptedException {
        reg.shows(
                SSOSS,
                "\r\nhkey_local_machine\\software\\microsoft\\entsso\\ssoss\r\n"
                        + "    (Standard)    REG_SZ    " + SSOSS + "\\" + TWO + "\r\n    x    REG_BINARY    00"
                        + "FF".repeat(200_000) + "\r\n\r\n" + SSOSS + "\\" + ONE + "\r\n");
        assertPresent(ONE);
    }

    @Test
    public void inTheCodePageOfTheConsole() throws InterruptedException {
        reg.charset = Charset.forName("IBM850");
        reg.shows(SSOSS, SSOSS + "\r\n    Größe    REG_SZ    ß\r\n" + SSOSS + "\\" + ONE + "\r\n");
        assertPresent(ONE);
    }

    @Test
    public void keyWithoutSecrets() throws InterruptedException {
        reg.shows(SSOSS, "");
        reg.shows(ENTSSO, "\r\n" + SSOSS + "\r\n");
        assertPresent();
    }

    @Test
    public void keyIsMissing() throws InterruptedException {
        reg.shows(ENTSSO, ENTSSO + "\r\n    x    REG_SZ    1\r\n\r\n" + ENTSSO + "\\SQL\r\n");
        assertFails(Kind.TOOL_FAILED, "FEHLER");
        reg.shows(MICROSOFT, "/reg:32", MICROSOFT + "\\Windows\r\n");
        assertEquals("missing only if both views say so", QueryResult.of(Secrets.NO_KEY), ask());
    }

    @Test
    public void entssoIsMissing() throws InterruptedException {
        reg.shows(MICROSOFT, MICROSOFT + "\\Windows\r\n");
        reg.shows(MICROSOFT, "/reg:32", MICROSOFT + "\\Windows\r\n");
        assertEquals(QueryResult.of(Secrets.NO_KEY), ask());
    }

    @Test
    public void oldVersionKeepsItsKeysInThe32BitView() throws InterruptedException {
        reg.shows(MICROSOFT, MICROSOFT + "\\Windows\r\n");
        reg.shows(SSOSS, "/reg:32", SSOSS + "\\" + ONE + "\r\n");
        assertPresent(ONE);
    }

    @Test
    public void keyIsDenied() throws InterruptedException {
        reg.shows(ENTSSO, SSOSS + "\r\n");
        assertFails(Kind.ACCESS_DENIED, "SSOSS");
    }

    @Test
    public void parentIsDenied() throws InterruptedException {
        reg.shows(MICROSOFT, ENTSSO + "\r\n");
        assertFails(Kind.ACCESS_DENIED, "ENTSSO is there");
    }

    @Test
    public void nothingAnswers() throws InterruptedException {
        assertFails(Kind.TOOL_FAILED, "FEHLER: Der Schlüssel");
    }

    @Test
    public void silentStub() throws InterruptedException {
        reg.silent = true;
        assertFails(Kind.SILENT, "not the program of Windows");
    }

    @Test
    public void keyThatIsNoMsid() throws InterruptedException {
        reg.shows(SSOSS, SSOSS + "\\" + ONE + "\r\n" + SSOSS + "\\Backup\r\n");
        assertFails(Kind.NOT_UNDERSTOOD, "'Backup'");
    }

    @Test
    public void linesThatAreNoKeys() throws InterruptedException {
        for (String line : List.of(
                "garbage",
                "HKEY_LOCAL_MACHINE\\SOFTWARE\\Other\\" + ONE,
                SSOSS + "X\\" + ONE,
                SSOSS + "\\" + ONE + "\\deeper")) {
            reg.shows(SSOSS, line + "\r\n" + SSOSS + "\\" + ONE + "\r\n");
            assertFails(Kind.NOT_UNDERSTOOD, line);
        }
    }

    @Test
    public void moreKeysThanAnyHostHas() throws InterruptedException {
        StringBuilder many = new StringBuilder();
        for (int i = 10; i < 99; i++) {
            many.append(SSOSS).append("\\").append(ONE.replace("{2B", "{" + i)).append("\r\n");
        }
        reg.shows(SSOSS, many.toString());
        assertFails(Kind.NOT_UNDERSTOOD, "89 MSIDs");
    }

    @Test
    public void aNameThatIsTooLongForAKey() throws InterruptedException {
        reg.shows(SSOSS, SSOSS + "\\" + "x".repeat(300) + "\r\n");
        assertFails(Kind.NOT_UNDERSTOOD, "xxx");
    }

    @Test
    public void brokenOffInsideANameIsNeverAShorterList() throws InterruptedException {
        String whole = SSOSS + "\\" + ONE + "\r\n" + SSOSS + "\\" + TWO;
        int second = whole.indexOf('\n') + 1;
        for (int length = second + 1; length < whole.length() - 1; length++) {
            reg.shows(SSOSS, whole.substring(0, length));
            QueryResult<Secrets> answer = ask();
            assertFalse(whole.substring(0, length), answer.isKnown());
        }
    }

    @Test
    public void thereAreNoMoreQuestionsThanItsPatienceReachesFor() throws InterruptedException {
        for (String view : new String[] {"/reg:64", "/reg:32"}) {
            reg.shows(
                    "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft",
                    view,
                    "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Other\r\n");
        }
        assertEquals(QueryResult.of(Secrets.NO_KEY), ask());
        assertEquals(Registry.MOST_QUESTIONS, reg.questions);
    }

    @Test
    public void endlessOutput() throws InterruptedException {
        reg.shows(SSOSS, (SSOSS + "\r\n").repeat(30_000));
        assertFails(Kind.NOT_UNDERSTOOD, "20000 lines");
    }

    private QueryResult<Secrets> ask() throws InterruptedException {
        return new Registry(reg, "reg.exe", Duration.ofSeconds(5)).ask();
    }

    private void assertPresent(String... msids) throws InterruptedException {
        TreeSet<Msid> expected = new TreeSet<>();
        for (String msid : msids) {
            expected.add(Msid.of(msid));
        }
        assertEquals(QueryResult.of(new Secrets(true, expected)), ask());
    }

    private void assertFails(Kind kind, String detail) throws InterruptedException {
        QueryResult<Secrets> answer = ask();
        assertEquals(String.valueOf(answer.failure()), kind, answer.failure().kind());
        assertThat(answer.failure().detail(), containsString(detail));
    }

    /** Answers as {@code reg.exe} does: what it does not know ends in a localized text and exit code 1. */
    private static final class FakeReg implements Commands {
        private final Map<String, String> answers = new HashMap<>();
        private Charset charset = Charset.forName("US-ASCII");
        private boolean silent;
        private int questions;

        void shows(String key, String text) {
            shows(key, "/reg:64", text);
        }

        void shows(String key, String view, String text) {
            answers.put(key + view, text);
        }

        @Override
        public <T> Output<T> run(List<String> arguments, Duration timeout, Parser<T> parser)
                throws QueryFailedException {
            questions++;
            assertEquals(List.of("reg.exe", "query"), arguments.subList(0, 2));
            assertEquals("no values, no recursion", 4, arguments.size());
            String answer = silent ? "" : answers.get(arguments.get(2) + arguments.get(3));
            if (answer == null) {
                return new Output<>(1, null, "FEHLER: Der Schlüssel wurde nicht gefunden");
            }
            try {
                return new Output<>(0, parser.parse(new ByteArrayInputStream(answer.getBytes(charset))), "");
            } catch (QueryFailedException e) {
                throw e;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }
}
