package io.jenkins.plugins.entsso.engine.agent.backup;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.Test;

public class ConsoleTextTest {
    private final ConsoleText text = new ConsoleText();

    @Test
    public void readsWhatIsPainted() {
        String[][] cases = {
            {"abc", "abc"},
            {"one\r\ntwo", "one\ntwo"},
            {"abc\b\bX", "aX"},
            {"\n\bX", "\nX"},
            {"\033[1;1Hone\033[2;1Htwo\033[2;5H", "one\ntwo"},
            {"one\033[3dx", "one\nx"},
            {"one\033[Bx\033[2Ey", "one\nx\ny"},
            {"Password\033[1C:\033[C", "Password : "},
            {"a\033[9999Cb", "a" + " ".repeat(200) + "b"},
            {"\033[1;31mred\033[m\033[K\033[2J\033[3X", "red"},
            {"\033[?25l\033[?1049hx\033[?25h", "x"},
            {"\033]0;C:\\a title\007x", "x"},
            {"\033]0;a title\033\\x", "x"},
            {"\033Pq...\033\\x", "x"},
            {"\033(Bx\033=y", "xy"},
            {"\033[38;2;1;2;3;4;5mx", "x"},
            {"\u00e4\u65e5\u00df", "\u00e4\u65e5\u00df"},
        };
        for (String[] c : cases) {
            ConsoleText one = new ConsoleText();
            one.add(c[0].getBytes(StandardCharsets.UTF_8));
            assertEquals(c[1], one.toString());
        }
    }

    @Test
    public void bytesMayComeInAnyPieces() {
        for (byte b : "\033[2;3H\u65e5x\033[4;1H\033]0;t\007\u00e4".getBytes(StandardCharsets.UTF_8)) {
            text.add(new byte[] {b});
        }
        assertEquals("\n\u65e5x\n\u00e4", text.toString());
        assertEquals("\u00e4", text.lastLine());
        assertEquals(3, text.lines());
    }

    @Test
    public void whatIsNoTextIsShownAsSuch() {
        text.add(new byte[] {'a', (byte) 0xff, (byte) 0xc3, 'b', 0});
        assertEquals("a\ufffd\ufffdb", text.toString());
    }

    @Test
    public void answersWhatATerminalIsAsked() {
        text.add("ab\033[6n\033[c".getBytes(StandardCharsets.UTF_8));
        assertEquals("\033[1;3R\033[?1;0c", text.replies());
        assertEquals("once", "", text.replies());
    }

    @Test
    public void survivesAnythingInBoundedMemory() {
        Random random = new Random(7);
        byte[] bytes = new byte[5000];
        for (int round = 0; round < 200; round++) {
            random.nextBytes(bytes);
            // many sequences among them
            for (int i = 0; i < bytes.length; i += 5) {
                bytes[i] = 0x1b;
                bytes[i + 1] = (byte) (random.nextInt(4) == 0 ? bytes[i + 1] : '[');
            }
            text.add(bytes);
            assertTrue(text.toString().length() <= 8192);
            assertTrue(text.replies().length() <= 4096);
        }
        text.add("\033\\\r\nstill there".getBytes(StandardCharsets.UTF_8));
        assertEquals("still there", text.lastLine());
    }
}
