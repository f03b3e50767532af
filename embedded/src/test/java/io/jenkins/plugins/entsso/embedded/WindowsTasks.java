package io.jenkins.plugins.entsso.embedded;

import io.jenkins.plugins.entsso.engine.agent.AgentTask;
import io.jenkins.plugins.entsso.engine.agent.Host;
import io.jenkins.plugins.entsso.engine.agent.HostSettings;
import io.jenkins.plugins.entsso.engine.agent.backup.PrivateDirectory;
import io.jenkins.plugins.entsso.engine.agent.windows.WindowsHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;

/** What tests have a Windows agent do. */
final class WindowsTasks {
    private WindowsTasks() {}

    /** Makes a directory. */
    record MakeDirectory(String directory) implements AgentTask<Boolean> {
        private static final long serialVersionUID = 1L;

        @Override
        public Boolean run() {
            try {
                Files.createDirectories(Path.of(directory));
                return true;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Names of everything below a directory. */
    record List(String directory) implements AgentTask<ArrayList<String>> {
        private static final long serialVersionUID = 1L;

        @Override
        public ArrayList<String> run() {
            try (var files = Files.walk(Path.of(directory))) {
                return new ArrayList<>(files.map(Path::toString).toList());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A system property. */
    record Property(String name) implements AgentTask<String> {
        private static final long serialVersionUID = 1L;

        @Override
        public String run() {
            return System.getProperty(name);
        }
    }

    /** Ends the agent's JVM as a crash would. */
    record Halt() implements AgentTask<Boolean> {
        private static final long serialVersionUID = 1L;

        @Override
        public Boolean run() {
            Runtime.getRuntime().halt(1);
            return false;
        }
    }

    /** The account and the rights of the agent, and what accounts it finds: by SID, by its own name, by a name of nobody. */
    record Accounts() implements AgentTask<ArrayList<String>> {
        private static final long serialVersionUID = 1L;

        @Override
        public ArrayList<String> run() {
            Host host = WindowsHost.FACTORY.host(HostSettings.DEFAULTS);
            ArrayList<String> accounts = new ArrayList<>();
            accounts.add(host.rights().toString());
            accounts.add("service " + host.serviceAccount().orElse("?"));
            for (String account : java.util.List.of("S-1-5-18", "LocalSystem", host.account(), "CONTOSO\\nobody")) {
                accounts.add(account + " = "
                        + host.principal(account).map(UserPrincipal::getName).orElse("?"));
            }
            return accounts;
        }
    }

    /** The version of a program. */
    record FileVersion(String program) implements AgentTask<String> {
        private static final long serialVersionUID = 1L;

        @Override
        public String run() {
            return WindowsHost.FACTORY
                    .host(HostSettings.DEFAULTS)
                    .fileVersion(Path.of(program))
                    .orElse("none");
        }
    }

    /** Who may use a private directory; then what is left of it. */
    record Access(String parent) implements AgentTask<ArrayList<String>> {
        private static final long serialVersionUID = 1L;

        @Override
        public ArrayList<String> run() {
            ArrayList<String> access = new ArrayList<>();
            try (PrivateDirectory directory =
                    PrivateDirectory.create(WindowsHost.FACTORY.host(HostSettings.DEFAULTS), parent, 1000)) {
                Path file = Files.write(directory.path().resolve("secret.bak"), new byte[100]);
                for (AclEntry entry : Files.getFileAttributeView(directory.path(), AclFileAttributeView.class)
                        .getAcl()) {
                    access.add(entry.type() + " " + entry.principal().getName());
                }
                access.add("nobody admitted " + directory.admit("CONTOSO\\nobody"));
                access.add("admitted " + directory.admit("Administrators"));
                for (AclEntry entry : Files.getFileAttributeView(directory.path(), AclFileAttributeView.class)
                        .getAcl()) {
                    access.add("then " + entry.type() + " " + entry.principal().getName());
                }
                Files.write(directory.path().resolve("secret.bak"), new byte[100]);
                access.add("left " + directory.wipe());
                access.add("there " + Files.exists(directory.path()));
                return access;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (PrivateDirectory.UnusableException e) {
                access.add(e.getMessage());
                return access;
            }
        }
    }
}
