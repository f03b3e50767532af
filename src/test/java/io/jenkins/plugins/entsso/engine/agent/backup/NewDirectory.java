package io.jenkins.plugins.entsso.engine.agent.backup;

import io.jenkins.plugins.entsso.engine.agent.AgentTask;
import io.jenkins.plugins.entsso.engine.agent.HostSettings;
import io.jenkins.plugins.entsso.engine.agent.windows.WindowsHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclFileAttributeView;
import java.util.ArrayList;

/** Who is on the list of a private directory when it has just been made, and nothing else has been done to it. */
public record NewDirectory(String path) implements AgentTask<ArrayList<String>> {
    private static final long serialVersionUID = 1L;

    @Override
    public ArrayList<String> run() {
        Path directory = Path.of(path).toAbsolutePath();
        ArrayList<String> list = new ArrayList<>();
        try {
            AccessList.createPrivate(WindowsHost.FACTORY.host(HostSettings.DEFAULTS), directory.getParent(), directory);
            for (AclEntry entry : Files.getFileAttributeView(directory, AclFileAttributeView.class)
                    .getAcl()) {
                list.add(entry.type() + " " + entry.principal().getName());
            }
            Files.delete(directory);
            return list;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
