package io.jenkins.plugins.entsso.engine.seal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.Assume;

/** Keys and certificates of people, made by Debian's {@code openssl}, and what it makes of envelopes. */
public final class OpenSsl {
    private final Path directory;

    /** Leaves the test out where there is no {@code openssl}. */
    public OpenSsl(Path directory) {
        this.directory = directory;
        try {
            run("version");
        } catch (IOException e) {
            Assume.assumeNoException("needs openssl", e);
        }
    }

    /** What the end of a program came to. */
    public record Result(int code, byte[] output, String errors) {}

    /** Runs {@code openssl} in the directory, to its end. */
    public Result run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(Arrays.asList(arguments));
        Path errors = Files.createTempFile(directory, "openssl", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(errors.toFile())
                .start();
        process.getOutputStream().close();
        byte[] output = process.getInputStream().readAllBytes();
        try {
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IOException("openssl does not end");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new IOException(e);
        }
        return new Result(process.exitValue(), output, Files.readString(errors, StandardCharsets.UTF_8));
    }

    private void must(String... arguments) throws IOException {
        Result result = run(arguments);
        if (result.code() != 0) {
            throw new IOException(String.join(" ", arguments) + ": " + result.errors());
        }
    }

    /** A certificate as {@code New-SelfSignedCertificate -Type DocumentEncryptionCert} makes one. */
    public Path person(String name) throws IOException {
        return certificate(name, "rsa:2048", "keyUsage=keyEncipherment", "extendedKeyUsage=1.3.6.1.4.1.311.80.1");
    }

    /** A certificate for a new key of that kind, self-signed for a year, as PEM; the key is in {@link #key}. */
    public Path certificate(String name, String key, String... extensions) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("req", "-x509", "-newkey", key, "-nodes", "-batch"));
        arguments.addAll(
                List.of("-days", "365", "-subj", "/CN=" + name, "-keyout", name + ".key", "-out", name + ".pem"));
        if (key.startsWith("ec")) {
            arguments.addAll(List.of("-pkeyopt", "ec_paramgen_curve:P-256"));
        }
        for (String extension : extensions) {
            arguments.addAll(List.of("-addext", extension));
        }
        must(arguments.toArray(String[]::new));
        return directory.resolve(name + ".pem");
    }

    /** A certificate for the key of a person, with the further options of {@code openssl x509}. */
    public Path resigned(String name, String to, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("x509", "-in", name + ".pem", "-signkey", name + ".key"));
        arguments.addAll(List.of("-out", to + ".pem"));
        arguments.addAll(Arrays.asList(options));
        must(arguments.toArray(String[]::new));
        return directory.resolve(to + ".pem");
    }

    /** The private key of a person. */
    public Path key(String name) {
        return directory.resolve(name + ".key");
    }

    /** A person as a recipient. */
    public RecipientCertificate recipient(String name) throws IOException {
        return RecipientCertificate.parse(name, Files.readString(person(name)));
    }

    /** Opens an envelope by the key alone, as somebody does who has nothing else. */
    public Result decrypt(Path envelope, String name) throws IOException {
        return run("cms", "-decrypt", "-inform", "PEM", "-in", envelope.toString(), "-inkey", name + ".key");
    }

    /** Opens an envelope by certificate and key, as the documentation says. */
    public Result decryptAs(Path envelope, String name) throws IOException {
        return run(
                "cms",
                "-decrypt",
                "-inform",
                "PEM",
                "-in",
                envelope.toString(),
                "-recip",
                name + ".pem",
                "-inkey",
                name + ".key");
    }
}
