package io.jenkins.plugins.entsso.engine.agent.backup;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A console program that does what its arguments say, one after the other, and notes the answers that it was given:
 * <ul>
 * <li>{@code print TEXT}, {@code bytes HEX}
 * <li>{@code pause MILLIS}, {@code hang}, {@code exit CODE}
 * <li>{@code secret PROMPT}: an answer that does not show; {@code stars PROMPT}: one that shows as asterisks; {@code plain
 *     PROMPT}: one that shows
 * <li>{@code flood BYTES}: random bytes
 * </ul>
 */
public final class ScriptedProgram {
    private final Path notes;
    private final Console console = System.console();

    private ScriptedProgram(Path notes) {
        this.notes = notes;
    }

    /** The file for the notes, then the script. */
    public static void main(String[] arguments) throws Exception {
        new ScriptedProgram(Path.of(arguments[0])).run(Arrays.asList(arguments).subList(1, arguments.length));
    }

    private void run(List<String> script) throws Exception {
        for (int i = 0; i < script.size(); i++) {
            switch (script.get(i)) {
                case "print" -> print(script.get(++i));
                case "bytes" -> raw(java.util.HexFormat.of().parseHex(script.get(++i)));
                case "flood" -> flood(Integer.parseInt(script.get(++i)));
                case "pause" -> Thread.sleep(Long.parseLong(script.get(++i)));
                case "hang" -> Thread.sleep(Long.MAX_VALUE);
                case "exit" -> System.exit(Integer.parseInt(script.get(++i)));
                case "secret" -> note(new String(console.readPassword("%s", script.get(++i))));
                case "plain" -> note(console.readLine("%s", script.get(++i)));
                case "stars" -> {
                    note(keys(script.get(++i)));
                    print("\r\n");
                }
                default -> throw new IllegalArgumentException(script.get(i));
            }
        }
    }

    private void note(String answer) throws IOException {
        Files.writeString(notes, answer + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void print(String text) {
        raw(text.getBytes(StandardCharsets.UTF_8));
    }

    private void raw(byte[] bytes) {
        System.out.write(bytes, 0, bytes.length);
        System.out.flush();
    }

    private void flood(int bytes) {
        Random random = new Random(1);
        byte[] chunk = new byte[10_000];
        for (int i = 0; i < bytes; i += chunk.length) {
            random.nextBytes(chunk);
            raw(chunk);
        }
        // ends whatever sequence the last bytes began
        print("\u001b\\\u001b[2J\u001b[H\r\n");
    }

    /** Reads keys one by one, as {@code _getch} does, and shows asterisks. */
    private String keys(String prompt) throws Exception {
        stty("-icanon", "-echo", "-icrnl");
        print(prompt);
        StringBuilder answer = new StringBuilder();
        for (int key = System.in.read(); key != '\r'; key = System.in.read()) {
            answer.append((char) key);
            print("*");
        }
        stty("icanon", "echo", "icrnl");
        return answer.toString();
    }

    private static void stty(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("stty"));
        command.addAll(List.of(arguments));
        new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
