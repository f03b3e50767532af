package io.jenkins.plugins.entsso.embedded;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.engine.model.Hashes;
import io.jenkins.plugins.entsso.engine.seal.Envelope;
import io.jenkins.plugins.entsso.engine.seal.OpenSsl;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The jar for people without Jenkins, as it is built, in a JVM of its own. */
public class EnvelopeToolIT {
    private static final Path JAR = Path.of("target", "entsso-open.jar").toAbsolutePath();

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    @Test
    public void opensAnEnvelopeWithNothingButTheFileAndAKey() throws Exception {
        Path directory = temporary.getRoot().toPath();
        OpenSsl openssl = new OpenSsl(directory);
        byte[] backup = {1, 2, 3};
        String manifest = "{\"sha256\": \"" + Hashes.sha256(backup) + "\"}";
        Path file = directory.resolve("a.bak.cms");
        Files.write(
                file,
                Envelope.seal(
                                List.of(openssl.recipient("Anna"), openssl.recipient("Ben")),
                                manifest,
                                backup,
                                "abcdefghijklmnop".toCharArray())
                        .armored());
        assertTrue(run("inspect", file.toString()).contains("CN=Ben"));
        String said = run("open", file.toString(), "--key", openssl.key("Ben").toString());
        assertTrue(said, said.contains("abcdefghijklmnop"));
        assertArrayEquals(backup, Files.readAllBytes(directory.resolve("a.bak")));
    }

    @Test
    public void hasNoServerInIt() throws Exception {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            List<String> others = jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".class"))
                    .filter(name -> !name.startsWith("org/bouncycastle/")
                            && !name.startsWith("io/jenkins/plugins/entsso/engine/model/")
                            && !name.startsWith("io/jenkins/plugins/entsso/engine/seal/"))
                    .toList();
            assertEquals(List.of(), others);
        }
    }

    private String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java"));
        command.addAll(List.of("-jar", JAR.toString()));
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(said, 0, process.waitFor());
        return said;
    }
}
