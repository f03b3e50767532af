package io.jenkins.plugins.entsso.engine.seal;

import io.jenkins.plugins.entsso.engine.model.Hashes;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Opens envelopes on any computer with Java: for a person who has nothing but the artifacts and their key. */
public final class EnvelopeTool {
    private static final int LARGEST = 16 * 1024 * 1024;
    private static final String USAGE = """
            Opens backups of the Enterprise SSO master secret that are sealed to people.
              open FILE.cms --key KEY   writes the backup and its manifest beside FILE, and shows the password if it is inside.
                                        KEY is a private key as PEM, or a .pfx file as Windows exports it
              inspect FILE.cms          shows whom it is sealed to; it takes no key""";

    private final PrintStream out;

    EnvelopeTool(PrintStream out) {
        this.out = out;
    }

    /** Ends with 0 if it was done, 1 if it could not be done, 2 if it was not understood. */
    public static void main(String[] arguments) {
        System.exit(new EnvelopeTool(System.out).run(arguments));
    }

    int run(String... arguments) {
        try {
            if (arguments.length == 2 && arguments[0].equals("inspect")) {
                return inspect(Path.of(arguments[1]));
            }
            if (arguments.length == 4 && arguments[0].equals("open") && arguments[2].equals("--key")) {
                return open(Path.of(arguments[1]), Path.of(arguments[3]));
            }
            out.println(USAGE);
            return 2;
        } catch (IOException | IllegalArgumentException e) {
            out.println(e instanceof FileSystemException ? e.toString() : e.getMessage());
            return 1;
        }
    }

    private int inspect(Path file) throws IOException {
        byte[] envelope = read(file);
        boolean isAsArchived = compare(file, envelope);
        out.println("Sealed to the certificates with these serial numbers and issuers; the names are in the manifest:");
        Envelope.recipients(envelope).forEach(recipient -> out.println("  " + recipient));
        return isAsArchived ? 0 : 1;
    }

    private int open(Path file, Path key) throws IOException {
        byte[] envelope = read(file);
        if (!compare(file, envelope)) {
            out.println("Get the artifact anew. To open this one all the same, move the manifest away.");
            return 1;
        }
        Optional<Envelope.Opened> found =
                Envelope.open(envelope, PrivateKeys.read(read(key), EnvelopeTool::passphrase));
        if (found.isEmpty()) {
            out.println("It is not sealed to this key, or it was changed. 'inspect' shows whom it is sealed to.");
            return 1;
        }
        Envelope.Opened opened = found.get();
        String hash = Hashes.sha256(opened.backup());
        if (!opened.manifest().contains(hash)) {
            out.println(
                    "What is inside was changed: the backup has not the hash of its manifest. Nothing was written.");
            return 1;
        }
        String name = String.valueOf(file.getFileName());
        Path backup = file.resolveSibling(
                name.endsWith(Envelope.EXTENSION)
                        ? name.substring(0, name.length() - Envelope.EXTENSION.length())
                        : name + ".bak");
        write(backup, opened.backup());
        write(
                backup.resolveSibling(backup.getFileName() + ".json"),
                opened.manifest().getBytes(StandardCharsets.US_ASCII));
        out.println("The backup: " + backup + ", " + opened.backup().length + " bytes, SHA-256 " + hash
                + " as in its manifest beside it.");
        out.println(
                opened.password() == null
                        ? "Its password is not inside: it is that of the credentials that the manifest's reminder tells of."
                        : "Its password: " + opened.password());
        return 0;
    }

    /** Nothing in an envelope shows that it was changed: the manifest beside it does, if nobody changed that too. */
    private boolean compare(Path file, byte[] envelope) throws IOException {
        String hash = Hashes.sha256(envelope);
        out.println("SHA-256 of the envelope: " + hash);
        Path manifest = file.resolveSibling(file.getFileName() + ".json");
        if (!Files.exists(manifest)) {
            out.println(
                    "There is no manifest beside it: compare the hash with what the page of the build or the log says.");
            return true;
        }
        boolean isAsArchived = new String(read(manifest), StandardCharsets.UTF_8).contains(hash);
        out.println(
                isAsArchived
                        ? "That is the hash in the manifest."
                        : "The manifest has ANOTHER hash: this file was changed.");
        return isAsArchived;
    }

    private static byte[] read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(LARGEST + 1);
            if (content.length > LARGEST) {
                throw new IOException(file + " is larger than any such file");
            }
            return content;
        }
    }

    /** Never over a file that is there. */
    private static void write(Path file, byte[] content) throws IOException {
        Files.write(file, content, StandardOpenOption.CREATE_NEW);
    }

    private static char[] passphrase() {
        Console console = System.console();
        char[] typed = console == null ? null : console.readPassword("Passphrase of the key: ");
        if (typed == null) {
            throw new IllegalArgumentException(
                    "The key is encrypted, and there is no console to ask for its passphrase."
                            + " Run this at a console, or decrypt the key: openssl pkey -in KEY -out key.pem");
        }
        return typed;
    }
}
