package io.jenkins.plugins.entsso.engine.agent.backup;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.Test;

public class ScreenTest {
    private final Screen screen = new Screen(20, 4);

    @Test
    public void showsWhatATerminalWould() {
        String[][] cases = {
            {"abc", "abc"},
            {"abc\rX", "Xbc"},
            {"abc\b\bX", "aXc"},
            {"a\tb", "a       b"},
            {"one\r\ntwo", "one|two"},
            {"one\ntwo", "one|   two"},
            {"12345678901234567890x", "12345678901234567890|x"},
            {"12345678901234567890\r\nx", "12345678901234567890|x"},
            {"1\r\n2\r\n3\r\n4\r\n5", "2|3|4|5"},
            {"\033[2;3Hx\033[1;1fy", "y|  x"},
            {"\033[3dx\033[5Gy", "||x   y"},
            {"abc\033[2DX", "aXc"},
            {"a\033[3Cb", "a   b"},
            {"a\033[Bb\033[Ac", "a c| b"},
            {"ab\033[Ec\033[Fd", "db|c"},
            {"abc\033[2G\033[K", "a"},
            {"abc\033[2G\033[1K", "  c"},
            {"abc\033[2K", ""},
            {"abcd\033[2G\033[2X", "a  d"},
            {"one\r\ntwo\033[2J", ""},
            {"one\r\ntwo\r\nsix\033[2;2H\033[J", "one|t"},
            {"one\r\ntwo\r\nsix\033[2;2H\033[1J", "|  o|six"},
            {"\033[1;31mred\033[m", "red"},
            {"\033[?25l\033[?1049hx\033[?25h", "x"},
            {"\033]0;C:\\a title\007x", "x"},
            {"\033]0;a title\033\\x", "x"},
            {"\033Pq...\033\\x", "x"},
            {"\033(Bx\033=y", "xy"},
            {"\033[38;2;1;2;3;4;5mx", "x"},
            {"\033[9999;9999Hx", "|||                   x"},
            {"\033[99999999999999999999Cx", "                   x"},
            {"\u00e4\u65e5\u00df", "\u00e4\u65e5\u00df"},
        };
        for (String[] c : cases) {
            assertEquals(c[0], c[1], shown(c[0]));
        }
    }

    @Test
    public void bytesMayComeInAnyPieces() {
        byte[] bytes = "\033[2;3H\u65e5x\033[1;1H\033]0;t\007\u00e4".getBytes(StandardCharsets.UTF_8);
        for (byte b : bytes) {
            screen.feed(new byte[] {b});
        }
        assertEquals(List.of("\u00e4", "  \u65e5x"), screen.lines());
    }

    @Test
    public void whatIsNoTextIsShownAsSuch() {
        screen.feed(new byte[] {'a', (byte) 0xff, (byte) 0xc3, 'b', 0});
        assertEquals(List.of("a\ufffd\ufffdb"), screen.lines());
    }

    @Test
    public void knowsItsCursorAfterScrolling() {
        screen.feed("1\r\n2\r\n3\r\n4\r\n5\r\n6: ".getBytes(StandardCharsets.UTF_8));
        assertEquals(5, screen.cursorLine());
        assertEquals("6: ", screen.beforeCursor());
    }

    @Test
    public void answersWhatATerminalIsAsked() {
        screen.feed("ab\033[6n\033[c\033[5n".getBytes(StandardCharsets.UTF_8));
        assertEquals("\033[1;3R\033[?1;0c", screen.replies());
        assertEquals("once", "", screen.replies());
    }

    @Test
    public void survivesAnything() {
        Random random = new Random(7);
        byte[] bytes = new byte[5000];
        for (int round = 0; round < 200; round++) {
            random.nextBytes(bytes);
            // many sequences among them
            for (int i = 0; i < bytes.length; i += 5) {
                bytes[i] = 0x1b;
                bytes[i + 1] = (byte) (random.nextInt(4) == 0 ? bytes[i + 1] : '[');
            }
            screen.feed(bytes);
            assertTrue(screen.lines().size() <= 4);
            assertTrue(screen.replies().length() <= 4096);
        }
        screen.feed("\033\\\033[2J\033[Hstill there".getBytes(StandardCharsets.UTF_8));
        assertEquals(List.of("still there"), screen.lines());
    }

    private static String shown(String output) {
        Screen screen = new Screen(20, 4);
        screen.feed(output.getBytes(StandardCharsets.UTF_8));
        return String.join("|", screen.lines());
    }
}
