package io.jenkins.plugins.entsso.engine.agent.backup;

import io.jenkins.plugins.entsso.engine.agent.Console;
import io.jenkins.plugins.entsso.engine.agent.windows.PtyConsole;
import io.jenkins.plugins.entsso.engine.model.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** {@code ssoconfig -backupsecret}, led through a pseudo-terminal. */
final class ConsoleMethod implements BackupMethod {
    private final String ssoconfig;
    private final ConsoleDialogue.Pace pace;

    ConsoleMethod(String ssoconfig, ConsoleDialogue.Pace pace) {
        this.ssoconfig = ssoconfig;
        this.pace = pace;
    }

    @Override
    public Made make(PrivateDirectory directory, String name, Password password, String reminder, Duration limit)
            throws InterruptedException {
        try {
            Path libraries = NativeLibraries.in(directory.parent());
            List<String> command = List.of(
                    ssoconfig, "-backupsecret", directory.path().resolve(name).toString());
            return new ConsoleDialogue(
                            pace, () -> open(command, directory.path(), libraries), password, reminder, limit)
                    .lead();
        } catch (PrivateDirectory.Unusable e) {
            return Made.not(e.failure().kind(), e.failure().detail());
        } catch (UnsupportedOperationException e) {
            return Made.not(
                    Failure.Kind.METHOD_MISSING,
                    "The console method cannot be used here. " + e.getMessage()
                            + ". Run the agent on Windows Server 2012 or later with a 64-bit JDK.");
        } catch (ConsoleDialogue.NotStarted e) {
            return Made.not(
                    Failure.Kind.TOOL_FAILED,
                    ssoconfig + " could not be started at a pseudo-terminal: " + e.getMessage()
                            + ". Start it by hand as the agent's account to see why.");
        }
    }

    private static Console open(List<String> command, Path directory, Path libraries) throws IOException {
        return PtyConsole.open(command, directory, libraries);
    }
}
