package io.jenkins.plugins.entsso.engine.agent.backup;

import io.jenkins.plugins.entsso.engine.agent.Host;
import io.jenkins.plugins.entsso.engine.model.Failure;
import java.time.Duration;
import java.util.List;

/** {@code ssoconfig -backupsecret}, led through a pseudo-terminal. */
final class ConsoleMethod implements BackupMethod {
    private final Host host;
    private final String ssoconfig;
    private final ConsoleDialogue.Pace pace;

    ConsoleMethod(Host host, String ssoconfig, ConsoleDialogue.Pace pace) {
        this.host = host;
        this.ssoconfig = ssoconfig;
        this.pace = pace;
    }

    @Override
    public Made make(PrivateDirectory directory, String name, Password password, String reminder, Duration limit)
            throws InterruptedException {
        try {
            List<String> command = List.of(
                    ssoconfig, "-backupsecret", directory.path().resolve(name).toString());
            return new ConsoleDialogue(pace, () -> host.open(command, directory.path()), password, reminder, limit)
                    .lead();
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
}
