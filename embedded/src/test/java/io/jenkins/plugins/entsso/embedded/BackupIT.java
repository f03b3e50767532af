package io.jenkins.plugins.entsso.embedded;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import hudson.model.FreeStyleBuild;
import hudson.model.Result;
import hudson.util.FormValidation;
import io.jenkins.plugins.entsso.embedded.TestServer.Job;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import io.jenkins.plugins.entsso.engine.run.RunSettings.OnBad;
import io.jenkins.plugins.entsso.engine.run.RunSettings.When;
import io.jenkins.plugins.entsso.simulator.SimulatedBackup;
import io.jenkins.plugins.entsso.simulator.SimulatedHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.localizer.LocaleProvider;

/** The main job from end to end, on a host that does as it should. */
public class BackupIT {
    @ClassRule
    public static final TestServer SERVER = new TestServer();

    @Test
    public void detectsBacksUpProvesAndArchives() throws Exception {
        Job job = SERVER.job(SERVER.newHost());
        FreeStyleBuild build = job.build();
        assertEquals(build.getLog(), Result.SUCCESS, build.getResult());
        BackupAction action = build.getAction(BackupAction.class);
        assertEquals("unprotected", action.before);
        assertEquals("protected", action.after);
        assertFalse(job.host.backupRequired());

        Path artifacts = build.getArtifactsDir().toPath();
        byte[] backup = Files.readAllBytes(artifacts.resolve(action.artifact));
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(backup));
        assertEquals(sha256, action.sha256);
        SimulatedBackup opened = SimulatedBackup.open(backup, job.password.toCharArray());
        assertEquals(Set.copyOf(job.host.msids()), opened.secrets().keySet());
        assertEquals(TestServer.REMINDER, opened.reminder());
        List<String> msids = job.host.msids().stream()
                .map(id -> "{" + id.toString().toUpperCase(Locale.ROOT) + "}")
                .toList();
        JsonObject manifest = JsonParser.parseString(Files.readString(artifacts.resolve(action.manifest)))
                .getAsJsonObject();
        String text = manifest.toString();
        assertTrue(text, text.contains(sha256) && text.contains(msids.get(0)) && text.contains(TestServer.REMINDER));
        try (var files = Files.walk(artifacts)) {
            assertEquals(
                    "the backup and its manifest, nothing else",
                    2,
                    files.filter(Files::isRegularFile).count());
        }

        Backup held = ledger(job);
        assertTrue(held.isHeld());
        assertEquals(sha256, held.sha256());
        assertEquals(msids, held.msids().stream().map(Object::toString).toList());
        assertEquals(job.name, held.job());
    }

    @Test
    public void secondRunMakesNoOtherBackup() throws Exception {
        Job job = SERVER.job(SERVER.newHost());
        assertEquals(Result.SUCCESS, job.build().getResult());
        SimulatedHost.LastBackup first = job.host.lastBackup().orElseThrow();
        FreeStyleBuild second = job.build();
        assertEquals(second.getLog(), Result.SUCCESS, second.getResult());
        assertEquals(first, job.host.lastBackup().orElseThrow());
        assertFalse(second.getHasArtifacts());
        assertEquals("protected", second.getAction(BackupAction.class).before);
    }

    @Test
    public void newSecretIsBackedUpAgain() throws Exception {
        Job job = SERVER.job(SERVER.newHost());
        assertEquals(Result.SUCCESS, job.build().getResult());
        job.host.generateSecret();
        FreeStyleBuild second = job.build();
        assertEquals(second.getLog(), Result.SUCCESS, second.getResult());
        assertEquals("outdated", second.getAction(BackupAction.class).before);
        assertEquals("protected", second.getAction(BackupAction.class).after);
    }

    @Test
    public void alwaysBacksUpAgain() throws Exception {
        Job job = SERVER.job(SERVER.newHost()).when(When.ALWAYS);
        assertEquals(Result.SUCCESS, job.build().getResult());
        FreeStyleBuild second = job.build();
        assertEquals(second.getLog(), Result.SUCCESS, second.getResult());
        assertTrue(second.getHasArtifacts());
    }

    @Test
    public void checkOnlyFailsOrMarksOrShows() throws Exception {
        SimulatedHost host = SERVER.newHost();
        for (OnBad onBad : OnBad.values()) {
            FreeStyleBuild build =
                    SERVER.job(host).when(When.NEVER).onBad(onBad).build();
            Result expected =
                    switch (onBad) {
                        case FAIL -> Result.FAILURE;
                        case UNSTABLE -> Result.UNSTABLE;
                        case NOTHING -> Result.SUCCESS;
                    };
            assertEquals(build.getLog(), expected, build.getResult());
            assertEquals(Kind.UNPROTECTED.name(), build.getAction(BackupAction.class).kind);
        }
        assertTrue(host.backupRequired());
    }

    @Test
    public void otherServersAndHostsWithoutEntssoHaveNothingToBackUp() throws Exception {
        FreeStyleBuild other =
                SERVER.job(SERVER.newHost().becomeOther("BTSMASTER")).build();
        assertEquals("not a secret server", other.getAction(BackupAction.class).after);
        assertEquals(other.getLog(), Result.FAILURE, other.getResult());
        FreeStyleBuild none = SERVER.job(SERVER.newHost().withoutEntsso()).build();
        assertEquals("no ENTSSO", none.getAction(BackupAction.class).after);
        assertEquals(none.getLog(), Result.FAILURE, none.getResult());
    }

    /** But for what is said of the other tests' hosts, which were behind the same node. */
    @Test
    public void logHasFewLines() throws Exception {
        FreeStyleBuild build = SERVER.job(SERVER.newHost()).build();
        List<String> lines = build.getLog(1000).stream()
                .filter(line -> !line.contains("Another machine answers"))
                .toList();
        assertTrue(String.join("\n", lines), lines.size() <= 20);
    }

    @Test
    public void passwordIsEncryptedInTheJob() throws Exception {
        Job job = SERVER.job(SERVER.newHost()).when(When.NEVER).onBad(OnBad.NOTHING);
        job.build();
        Path config = SERVER.home().resolve("jobs").resolve(job.name).resolve("config.xml");
        assertFalse(Files.readString(config).contains(job.password));
        job.project().save();
        String saved = Files.readString(config);
        assertFalse(saved.contains(job.password));
        BackupBuilder step = job.project().getBuildersList().get(BackupBuilder.class);
        assertEquals(job.password, step.password.getPlainText());
        assertTrue(saved.contains(step.password.getEncryptedValue()));
    }

    @Test
    public void unfitPasswordStartsNothing() throws Exception {
        Job job = SERVER.job(SERVER.newHost(), "too-short");
        FreeStyleBuild build = job.build();
        assertEquals(Result.FAILURE, build.getResult());
        assertTrue(build.getLog(), build.getLog().contains("password"));
        assertTrue(job.host.calls().stream().noneMatch(call -> call.tool().equals("ssoconfig")));
        assertTrue(job.host.backupRequired());
    }

    @Test
    public void settingsAreCheckedWithValueAndRemedy() {
        BackupBuilder.DescriptorImpl form = new BackupBuilder.DescriptorImpl();
        assertError(form.doCheckArtifact("../{computer}"), "../{computer}", "use a relative path");
        assertError(form.doCheckArtifact("{host}"), "{host}", "{node}");
        assertError(form.doCheckReminder("a\nb"), "reminder", "in one line");
        for (FormValidation good : List.of(form.doCheckArtifact("a/{id}.bak"), form.doCheckReminder("a"))) {
            assertEquals(FormValidation.Kind.OK, good.kind);
        }
    }

    @Test
    public void settingsAreCheckedInTheLanguageOfTheReader() {
        LocaleProvider before = LocaleProvider.getProvider();
        LocaleProvider.setProvider(new LocaleProvider() {
            @Override
            public Locale get() {
                return Locale.GERMANY;
            }
        });
        try {
            BackupBuilder.DescriptorImpl form = new BackupBuilder.DescriptorImpl();
            assertError(form.doCheckReminder("a\nb"), "Der Passworthinweis ist leer, oder", "in einer Zeile");
        } finally {
            LocaleProvider.setProvider(before);
        }
    }

    private static void assertError(FormValidation answer, String... parts) {
        assertEquals(FormValidation.Kind.ERROR, answer.kind);
        for (String part : parts) {
            assertTrue(answer.getMessage(), answer.getMessage().contains(part));
        }
    }

    private static Backup ledger(Job job) {
        return SecretsPage.get().ledger().backups().stream()
                .filter(backup -> backup.job().equals(job.name))
                .findFirst()
                .orElseThrow();
    }
}
