package io.jenkins.plugins.entsso.engine.agent.windows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The version that a Windows program carries in itself: the VS_FIXEDFILEINFO structure, found by its signature, which is
 * documented, without calling Windows.
 */
final class FileVersion {
    private static final int SIGNATURE = 0xFEEF04BD;
    /** dwStrucVersion 1.0, which follows the signature. */
    private static final int STRUCTURE = 0x00010000;

    private static final long LARGEST_PROGRAM = 32L * 1024 * 1024;

    private FileVersion() {}

    /** Its version, four numbers; empty where it carries none or cannot be read. */
    static Optional<String> of(Path program) {
        try {
            return Files.size(program) > LARGEST_PROGRAM ? Optional.empty() : in(Files.readAllBytes(program));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static Optional<String> in(byte[] program) {
        ByteBuffer bytes = ByteBuffer.wrap(program).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i + 16 <= program.length; i += 4) {
            if (bytes.getInt(i) == SIGNATURE && bytes.getInt(i + 4) == STRUCTURE) {
                return Optional.of(bytes.getChar(i + 10) + 0 + "." + (bytes.getChar(i + 8) + 0) + "."
                        + (bytes.getChar(i + 14) + 0) + "." + (bytes.getChar(i + 12) + 0));
            }
        }
        return Optional.empty();
    }
}
