package io.jenkins.plugins.entsso.engine.seal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block between {@code -----BEGIN TYPE-----} and {@code -----END TYPE-----}.
 *
 * @param type what stands after BEGIN
 * @param der what is in it
 */
record Pem(String type, byte[] der) {
    private static final int LINE = 64;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40}+)-----([A-Za-z0-9+/=\\s]*+)-----END \\1-----");

    /** All blocks in a text; what stands around them is passed over. Blocks with headers are none. */
    static List<Pem> all(String text) {
        List<Pem> all = new ArrayList<>();
        for (Matcher block = BLOCK.matcher(text); block.find(); ) {
            all.add(new Pem(block.group(1), decode(block.group(2))));
        }
        return all;
    }

    /**
     * Base64 with white space in it.
     *
     * @throws IllegalArgumentException if it is none
     */
    static byte[] decode(String base64) {
        return Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
    }

    /** The block as text, with lines of 64 characters, as all programs read it. */
    byte[] toBytes() {
        String body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der);
        return ("-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
