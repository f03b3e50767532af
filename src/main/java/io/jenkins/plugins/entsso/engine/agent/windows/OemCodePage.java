package io.jenkins.plugins.entsso.engine.agent.windows;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The code page that console programs of this host print in where nobody has given their console another one. It is not
 * the one that Java takes for the host's: Windows has two, and Java's is the other.
 */
final class OemCodePage {
    private static final String KEY = "HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Nls\\CodePage";
    private static final Pattern VALUE = Pattern.compile("OEMCP\\s+REG_SZ\\s+(\\d{1,5})\\b");
    private static final int SECONDS = 10;
    private static final int LONGEST = 4096;

    private OemCodePage() {}

    /** Its charset; where it is not known or this JVM has no such charset, the one that Java takes for the host's. */
    static Charset charset() {
        return number().flatMap(OemCodePage::charset).orElseGet(OutputText::nativeCharset);
    }

    /** Asked anew each time, which is seldom: only where a program failed and said something that is not ASCII. */
    private static Optional<String> number() {
        if (!HostTools.isWindows()) {
            return Optional.empty();
        }
        try {
            Process reg = new ProcessBuilder(List.of(HostTools.system("reg.exe"), "query", KEY, "/v", "OEMCP"))
                    .redirectErrorStream(true)
                    .start();
            try (InputStream output = reg.getInputStream()) {
                reg.getOutputStream().close();
                boolean ended = reg.waitFor(SECONDS, TimeUnit.SECONDS);
                return ended
                        ? number(new String(output.readNBytes(LONGEST), StandardCharsets.ISO_8859_1))
                        : Optional.empty();
            } finally {
                ProcessTree.kill(reg.toHandle());
            }
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            // the caller looks for the mark
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** The number in what {@code reg} says. */
    static Optional<String> number(String output) {
        Matcher value = VALUE.matcher(output);
        return value.find() ? Optional.of(value.group(1)) : Optional.empty();
    }

    /** The charset of a code page; empty where this JVM has none, for not every JRE has them all. */
    static Optional<Charset> charset(String number) {
        List<String> names =
                number.equals("65001") ? List.of("UTF-8") : List.of("MS" + number, "windows-" + number, "IBM" + number);
        return names.stream().filter(Charset::isSupported).findFirst().map(Charset::forName);
    }
}
