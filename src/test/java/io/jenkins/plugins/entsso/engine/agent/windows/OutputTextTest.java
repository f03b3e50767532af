package io.jenkins.plugins.entsso.engine.agent.windows;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.Test;

public class OutputTextTest {
    private static final Charset GERMAN = Charset.forName("IBM850");
    private static final Charset JAPANESE = Charset.forName("windows-31j");

    @Test
    public void theBytesTellUnicode() throws IOException {
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            assertEquals("秘密 ä", read(("\uFEFF秘密 ä").getBytes(charset), GERMAN));
        }
        assertEquals("<ä秘>", read("<ä秘>".getBytes(StandardCharsets.UTF_16LE), GERMAN));
        assertEquals("<ä秘>", read("<ä秘>".getBytes(StandardCharsets.UTF_16BE), GERMAN));
    }

    @Test
    public void everythingElseIsOfTheCodePage() throws IOException {
        assertEquals("Schlüssel", read("Schlüssel".getBytes(GERMAN), GERMAN));
        assertEquals("キー \\ 秘", read("キー \\ 秘".getBytes(JAPANESE), JAPANESE));
        assertEquals("", read(new byte[0], GERMAN));
        assertEquals("a", read(new byte[] {'a'}, GERMAN));
    }

    @Test
    public void asciiSurvivesAWrongCodePage() throws IOException {
        Random random = new Random(10589);
        for (Charset charset : List.of(JAPANESE, GERMAN, StandardCharsets.UTF_8, StandardCharsets.US_ASCII)) {
            for (int round = 0; round < 2000; round++) {
                byte[] bytes = new byte[5];
                bytes[0] = 'x';
                bytes[1] = (byte) (0x80 + random.nextInt(0x80));
                bytes[2] = '<';
                bytes[3] = (byte) (0x80 + random.nextInt(0x80));
                bytes[4] = '&';
                String text = read(bytes, charset);
                assertTrue(
                        charset + " " + text, text.startsWith("x") && text.indexOf('<') > 0 && text.indexOf('&') > 0);
            }
        }
    }

    @Test
    public void aHalfCharacterAtTheEndIsReplaced() throws IOException {
        assertEquals("a\uFFFD", read(new byte[] {'a', 0, 'b'}, GERMAN));
        assertEquals("a\uFFFD", read(new byte[] {'a', (byte) 0xC3}, StandardCharsets.UTF_8));
    }

    @Test
    public void bytesThatComeOneByOne() throws IOException {
        byte[] bytes = "\uFEFF<ä秘>".getBytes(StandardCharsets.UTF_16LE);
        InputStream slow = new InputStream() {
            private int next;

            @Override
            public int read() {
                return next < bytes.length ? bytes[next++] & 0xFF : -1;
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                int b = length == 0 ? -1 : read();
                if (b < 0) {
                    return -1;
                }
                target[offset] = (byte) b;
                return 1;
            }
        };
        assertEquals("<ä秘>", read(OutputText.of(slow, GERMAN)));
    }

    @Test
    public void aCodePageThatThisJvmDoesNotKnowCostsOnlyLetters() throws IOException {
        assertEquals("<a>", read(OutputText.of(stream("<a>".getBytes(StandardCharsets.US_ASCII)))));
        assertEquals(StandardCharsets.ISO_8859_1, OutputText.charset("cp0"));
        assertEquals(StandardCharsets.ISO_8859_1, OutputText.charset("no charset: at all"));
        assertEquals(StandardCharsets.ISO_8859_1, OutputText.charset(null));
        assertEquals(GERMAN, OutputText.charset("Cp850"));
    }

    private static String read(byte[] bytes, Charset codePage) throws IOException {
        return read(OutputText.of(stream(bytes), codePage));
    }

    private static String read(Reader reader) throws IOException {
        StringWriter text = new StringWriter();
        reader.transferTo(text);
        return text.toString();
    }

    private static InputStream stream(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }
}
