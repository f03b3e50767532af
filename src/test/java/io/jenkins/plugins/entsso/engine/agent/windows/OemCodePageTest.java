package io.jenkins.plugins.entsso.engine.agent.windows;

import static org.junit.Assert.assertEquals;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.Test;

/** The code page of console programs; how it is found on Windows is for the tests under Wine. */
public class OemCodePageTest {
    @Test
    public void theNumberIsTheValuesAndNothingElse() {
        assertEquals(
                Optional.of("850"),
                OemCodePage.number("\r\nHKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Nls\\CodePage\r\n"
                        + "    OEMCP    REG_SZ    850\r\n\r\n"));
        assertEquals(Optional.empty(), OemCodePage.number("ERROR: The system was unable to find the key 850."));
        assertEquals(Optional.empty(), OemCodePage.number(""));
    }

    @Test
    public void aCodePageWithoutCharsetIsNoError() {
        assertEquals(Optional.of(StandardCharsets.UTF_8), OemCodePage.charset("65001"));
        assertEquals(Optional.of(Charset.forName("IBM850")), OemCodePage.charset("850"));
        assertEquals(Optional.of(Charset.forName("windows-31j")), OemCodePage.charset("932"));
        assertEquals(Optional.of(Charset.forName("windows-1252")), OemCodePage.charset("1252"));
        assertEquals(Optional.empty(), OemCodePage.charset("99999"));
    }

    @Test
    public void elsewhereItIsTheNativeOne() {
        if (!HostTools.isWindows()) {
            assertEquals(OutputText.nativeCharset(), OemCodePage.charset());
        }
    }
}
