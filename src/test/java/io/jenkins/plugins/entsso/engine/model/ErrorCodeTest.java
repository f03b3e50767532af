package io.jenkins.plugins.entsso.engine.model;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.Optional;
import org.junit.Test;

public class ErrorCodeTest {
    @Test
    public void aNumberIsKnownInEveryForm() {
        Object[][] cases = {
            {"5", 0x80070005},
            {"0x80070005", 0x80070005},
            {"-2147024891", 0x80070005},
            {"2147942405", 0x80070005},
            {"1722", 0x800706BA},
            {"ERROR: 0x800706BA : text", 0x800706BA},
            {"0x80070070", 0x80070070},
            {"0xC0002A07", 0xC0002A07},
            {"ERROR: 0xC0002A0F : text", 0xC0002A0F},
            {"0xc0002a0e, (10766)", 0xC0002A0E},
            {"10768", 0xC0002A10},
            {"0x80040154", 0x80040154},
            {"0x00040154", null},
            {"0", null},
            {"", null},
            {"99999999999999999999", null},
            {"\u0665", null},
        };
        for (Object[] c : cases) {
            assertEquals(
                    (String) c[0],
                    c[1],
                    ErrorCode.in((String) c[0]).map(ErrorCode::number).orElse(null));
        }
    }

    @Test
    public void onlyWhatCanBeNothingElseIsTakenForACode() {
        assertEquals(Optional.empty(), ErrorCode.in("5 files, version 10766, 0x5, 0x800700055, 0x00000000"));
        assertEquals(
                "the first known one",
                Optional.of(0xC0002A10),
                ErrorCode.in("(0x12345678) Fehler: 0xC0002A10 0x80070005").map(ErrorCode::number));
    }

    /** Everything that ENTSSO calls an error or a warning, by the SDK's message file; then Windows' own. */
    @Test
    public void everyNumberOfTheMessageFileAndTheUsualOnesOfWindowsAreKnown() {
        int[] entsso = {
            10520, 10521, 10522, 10524, 10526, 10527, 10532, 10536, 10547, 10550, 10555, 10560, 10561, 10564, 10565,
            10589, 10590, 10598, 10599, 10613, 10759, 10766, 10767, 10768, 10771, 10772, 10778, 10779, 10783, 10784,
            10815, 10836, 10839, 10840, 10842, 10843, 11009, 11016, 11038, 11039, 11040, 11041, 11042
        };
        for (int number : entsso) {
            String hresult = ErrorCode.hexadecimal(0xC0000000 + number);
            assertTrue(number + "", ErrorCode.of(number).isPresent());
            assertEquals(ErrorCode.of(number), ErrorCode.in("ERROR: " + hresult + " : text"));
        }
        int[] windows = {
            2, 3, 5, 19, 32, 39, 53, 87, 112, 126, 193, 206, 225, 740, 1058, 1062, 1069, 1115, 1260, 1314, 1326, 1722,
            1726, 1753
        };
        for (int number : windows) {
            String hresult = ErrorCode.hexadecimal(0x80070000 + number);
            assertTrue(number + "", ErrorCode.of(number).isPresent());
            assertEquals(ErrorCode.of(number), ErrorCode.in("ERROR: " + hresult + " : text"));
        }
        for (long number : new long[] {0x80004002L, 0x80040154L, 0x80080005L, 0x80090005L, 0x8009000BL}) {
            assertTrue(number + "", ErrorCode.of(number).isPresent());
        }
    }
}
