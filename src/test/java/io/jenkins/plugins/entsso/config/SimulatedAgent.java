package io.jenkins.plugins.entsso.config;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.model.FreeStyleProject;
import hudson.model.Label;
import hudson.model.Node;
import hudson.slaves.DumbSlave;
import hudson.util.Secret;
import io.jenkins.plugins.entsso.FilesBelow;
import io.jenkins.plugins.entsso.engine.agent.windows.WindowsHost;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.simulator.SimulatedHost;
import io.jenkins.plugins.entsso.steps.EntssoBackupBuilder;
import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/** What tests of steps and pages share: an agent's node whose host is a simulated one, and a password for backups. */
public final class SimulatedAgent {
    public static final String CREDENTIALS = "entsso-backup";

    /** Of characters that shells, XML and regular expressions take for something else. */
    public static final String PASSWORD = "Tr1cky <pass> & $1 'word'";

    private SimulatedAgent() {}

    /** An agent that is connected, with the label {@code biztalk}, beside credentials with the ID {@link #CREDENTIALS}. */
    public static DumbSlave connect(JenkinsRule j) throws Exception {
        addCredentials(secretText(CREDENTIALS));
        return j.createOnlineSlave(Label.get("biztalk"));
    }

    /** Lets the node's host be this one from now on. */
    public static void attach(Node node, SimulatedHost host) throws Exception {
        JenkinsAgent.hosts =
                name -> name.equals(node.getNodeName()) ? host.factory(WindowsHost.FACTORY) : WindowsHost.FACTORY;
        EntssoNodeProperty property = new EntssoNodeProperty();
        property.setHost(new HostOptions(
                host.ssoconfig().toString(),
                Files.createDirectories(host.folder().resolve("work")).toString(),
                null,
                null));
        node.getNodeProperties().replace(property);
        node.save();
    }

    /** A new host in that folder that was never backed up, which ENTSSO asks for. */
    public static SimulatedHost attach(Node node, TemporaryFolder folder) throws Exception {
        SimulatedHost host = SimulatedHost.create(folder.newFolder().toPath()).requireBackup(3);
        attach(node, host);
        return host;
    }

    /**
     * The one step of a job that runs on the agent.
     *
     * @param settings names and values, beside the credentials
     */
    public static EntssoBackupBuilder step(FreeStyleProject job, Object... settings) throws Exception {
        EntssoBackupBuilder builder = step(settings);
        job.setAssignedLabel(Label.get("biztalk"));
        job.getBuildersList().replace(builder);
        return builder;
    }

    /** A step with these settings, names and values, beside the credentials. */
    public static EntssoBackupBuilder step(Object... settings) throws Exception {
        Map<String, Object> arguments = new TreeMap<>(Map.of("credentialsId", CREDENTIALS));
        for (int i = 0; i < settings.length; i += 2) {
            arguments.put((String) settings[i], settings[i + 1]);
        }
        return new DescribableModel<>(EntssoBackupBuilder.class).instantiate(Map.of("step", arguments), null);
    }

    /** Adds credentials to the store of the system. */
    public static void addCredentials(StandardCredentials credentials) throws IOException {
        SystemCredentialsProvider provider = SystemCredentialsProvider.getInstance();
        provider.getCredentials().add(credentials);
        provider.save();
    }

    /** The password as secret text. */
    public static StandardCredentials secretText(String id) {
        return new StringCredentialsImpl(CredentialsScope.GLOBAL, id, "", Secret.fromString(PASSWORD));
    }

    public static Ledger ledger() throws IOException {
        return EntssoLedger.get().ledger();
    }

    /** The backups of a job, oldest first. */
    public static List<Backup> backups(String job) throws IOException {
        return ledger().backups().stream().filter(b -> b.job().equals(job)).toList();
    }

    /** The password is in no file below these directories, in whatever encoding a program of Windows or Java would write. */
    public static void assertPasswordNowhere(File... roots) throws IOException {
        List<String> needles = Stream.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)
                .map(encoding -> latin1(PASSWORD.getBytes(encoding)))
                .toList();
        int searched = 0;
        for (File root : roots) {
            searched += FilesBelow.read(root.toPath(), (file, bytes) -> {
                String content = latin1(bytes);
                needles.forEach(needle -> assertFalse(file.toString(), content.contains(needle)));
                assertFalse(file.toString(), content.contains("Tr1cky &lt;pass"));
            });
        }
        assertTrue(searched > 0);
    }

    /** Nothing of a backup is left on the host, and nothing that was started still runs. */
    public static void assertNothingLeft(SimulatedHost host) throws IOException {
        try (Stream<Path> files = Files.walk(host.folder().resolve("work"))) {
            assertFalse(files.anyMatch(file -> file.toString().contains("entsso-backup-")));
        }
        host.calls().forEach(call -> assertFalse(call.toString(), call.running().isPresent()));
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, (Charset) StandardCharsets.ISO_8859_1);
    }
}
