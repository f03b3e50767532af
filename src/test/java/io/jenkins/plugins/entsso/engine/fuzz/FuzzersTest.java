package io.jenkins.plugins.entsso.engine.fuzz;

import io.jenkins.plugins.entsso.engine.agent.backup.ConsoleFuzzer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.Test;

/**
 * A smoke of each target: the inputs in {@code src/test/resources/fuzz}, and some more which are the same in every build. The
 * campaign is {@code mvn -f embedded -Pfuzz}.
 */
public class FuzzersTest {
    private static final long SEED = 20260512;

    private interface Target {
        void run(byte[] input) throws Exception;
    }

    @Test(timeout = 600_000)
    public void verdict() throws Exception {
        run("verdict", VerdictFuzzer::fuzzerTestOneInput, 3000);
    }

    @Test(timeout = 600_000)
    public void run() throws Exception {
        run("run", RunFuzzer::fuzzerTestOneInput, 500);
    }

    @Test(timeout = 600_000)
    public void diagnosis() throws Exception {
        run("diagnosis", DiagnosisFuzzer::fuzzerTestOneInput, 1000);
    }

    @Test(timeout = 600_000)
    public void ledger() throws Exception {
        run("ledger", LedgerFuzzer::fuzzerTestOneInput, 200);
    }

    @Test(timeout = 600_000)
    public void manifest() throws Exception {
        run("manifest", ManifestFuzzer::fuzzerTestOneInput, 3000);
    }

    @Test(timeout = 600_000)
    public void query() throws Exception {
        run("query", QueryFuzzer::fuzzerTestOneInput, 3000);
    }

    @Test(timeout = 600_000)
    public void console() throws Exception {
        run("console", ConsoleFuzzer::fuzzerTestOneInput, 2000);
    }

    private static void run(String name, Target target, int times) throws Exception {
        List<byte[]> seeds = seeds(name);
        for (byte[] seed : seeds) {
            run(target, seed);
        }
        Random random = new Random(SEED);
        for (int i = 0; i < times; i++) {
            boolean isNew = seeds.isEmpty() || random.nextInt(4) == 0;
            run(target, isNew ? fresh(random) : mutated(seeds.get(random.nextInt(seeds.size())), random));
        }
    }

    private static List<byte[]> seeds(String name) throws Exception {
        URI readme = FuzzersTest.class.getResource("/fuzz/README.md").toURI();
        Path folder = Path.of(readme).resolveSibling(name);
        if (!Files.exists(folder)) {
            return List.of();
        }
        List<byte[]> seeds = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                seeds.add(Files.readAllBytes(file));
            }
        }
        return seeds;
    }

    private static void run(Target target, byte[] input) {
        try {
            target.run(input);
        } catch (Exception | Error e) {
            throw new AssertionError("Input " + HexFormat.of().formatHex(input), e);
        }
    }

    private static byte[] fresh(Random random) {
        byte[] bytes = new byte[random.nextInt(400)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** With some bytes changed, left out or doubled. */
    private static byte[] mutated(byte[] seed, Random random) {
        byte[] bytes = seed.clone();
        for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
            int at = random.nextInt(bytes.length);
            int length = Math.min(bytes.length - at, 1 + random.nextInt(8));
            switch (random.nextInt(3)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> {
                    byte[] shorter = Arrays.copyOf(bytes, bytes.length - length);
                    System.arraycopy(bytes, at + length, shorter, at, bytes.length - at - length);
                    bytes = shorter;
                }
                default -> {
                    byte[] longer = Arrays.copyOf(bytes, bytes.length + length);
                    System.arraycopy(bytes, at, longer, at + length, bytes.length - at);
                    bytes = longer;
                }
            }
        }
        return bytes;
    }
}
