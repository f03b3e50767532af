package io.jenkins.plugins.entsso.engine.run;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.engine.agent.backup.BackupAnswer;
import io.jenkins.plugins.entsso.engine.agent.backup.Method;
import io.jenkins.plugins.entsso.engine.agent.backup.Proof;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.BackupName;
import io.jenkins.plugins.entsso.engine.model.EntssoEvent;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.Msid;
import io.jenkins.plugins.entsso.engine.model.QueryResult;
import io.jenkins.plugins.entsso.engine.model.RegistrySecrets;
import io.jenkins.plugins.entsso.engine.model.WindowsFacts;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.Test;

public class ManifestTest {
    private static final Instant MADE = Instant.parse("2026-11-24T12:00:00.1234567Z");
    private static final String HOSTILE = "</script><img src=x onerror=alert(1)> \" \\ \u2028 \u0000 {{7*7}}";

    private static final List<Msid> LISTED = List.of(new Msid(new UUID(1, 2)));
    private static final Backup STARTED = Backup.started("node", "BTS1", "job", 1, MADE);

    /** The ledger may have to be told again what was archived. */
    @Test
    public void tellsWhichBackupItIsOf() {
        Backup held = manifest("in the safe").backup(STARTED, MADE).orElseThrow();
        assertTrue(held.isHeld());
        assertEquals(2, held.msids().size());
        assertEquals(MADE, held.logged().time());
        assertEquals(new TreeSet<>(LISTED), held.listed());
        for (Backup.UnconfirmedReason reason : Backup.UnconfirmedReason.values()) {
            Manifest manifest = manifest("in the safe", reason);
            assertEquals(Optional.of(manifest), Manifest.parse(manifest.toJson()));
            Backup unconfirmed = manifest.backup(STARTED, MADE).orElseThrow();
            assertEquals(Backup.State.UNCONFIRMED, unconfirmed.state());
            assertEquals(reason, unconfirmed.unconfirmedReason());
        }
        Backup another = Backup.started("node", "BTS1", "job", 1, MADE);
        assertEquals(Optional.empty(), manifest("in the safe").backup(another, MADE));
    }

    @Test
    public void isReadAsItWasWritten() {
        Manifest manifest = manifest("in the safe");
        assertEquals(Optional.of(manifest), Manifest.parse(manifest.toJson()));
        assertEquals(MADE, manifest.backup().made());
        assertTrue(manifest.toJson(), manifest.toJson().contains("\"version\": 1"));
    }

    @Test
    public void textsOfAHostComeBackAsFarAsXmlCanHoldThem() {
        Manifest manifest = manifest(HOSTILE);
        String held = HOSTILE.replace('\u0000', '\uFFFD');
        assertEquals(HOSTILE, Manifest.parse(manifest.toJson()).orElseThrow().reminder());
        assertEquals(held, Manifest.parse(manifest.toJson()).orElseThrow().account());
    }

    @Test
    public void unknownFieldsArePassedOver() {
        String more = json().replaceFirst("\\{", "{\"colour\": {\"of\": [\"the\", \"box\"]},");
        assertEquals(Manifest.parse(json()), Manifest.parse(more));
    }

    @Test
    public void unknownVersionsAreRefused() {
        for (String version : new String[] {"2", "0", "1.5", "null", "[1]"}) {
            refusal(json().replace("\"version\": 1", "\"version\": " + version));
        }
    }

    @Test
    public void everyFieldIsNeededAndOfItsForm() {
        String[][] cases = {
            {"\"id\": \"[^\"]*\"", "\"id\": \"../x\""},
            {"\"sha256\": \"[^\"]*\"", "\"sha256\": \"ABC\""},
            {"\"path\": \"[^\"]*\"", "\"path\": \"a/../../b\""},
            {"\"path\": \"[^\"]*\"", "\"path\": \"/etc/passwd\""},
            {"\"path\": \"[^\"]*\"", "\"path\": \"C:\\\\\\\\x\""},
            {"\"size\": \\d+", "\"size\": -1"},
            {"\"size\": \\d+", "\"size\": 99999999999"},
            {"\"size\": \\d+", "\"size\": 1e999999999"},
            {"\"made\": \"[^\"]*\"", "\"made\": \"yesterday\""},
            {"\"made\": \"[^\"]*\"", "\"made\": \"0001-01-01T00:00:00Z\""},
            {"\"state\": \"[^\"]*\"", "\"state\": \"PERHAPS\""},
            {"\"state\": \"[^\"]*\"", "\"state\": \"GONE\""},
            {"\"state\": \"[^\"]*\"", "\"state\": \"UNCONFIRMED\""},
            {"\"listed\": \\[[^]]*]", "\"listed\": [\"<b>\"]"},
            {"\"method\": \"[^\"]*\"", "\"method\": \"MAGIC\""},
            {"\"method\": \"[^\"]*\"", "\"method\": \"AUTO\""},
            {"\"msids\": \\[[^]]*]", "\"msids\": []"},
            {"\"msids\": \\[[^]]*]", "\"msids\": [\"<b>\"]"},
            {"\"msids\": \\[[^]]*]", "\"msids\": [null]"},
            {"\"claim\": \"[^\"]*\"", "\"claim\": \"TRUST_ME\""},
            {"\"proof\": \\[[^]]*]", "\"proof\": [null]"},
            {"\"versions\": \\{[^}]*}", "\"versions\": 7"},
            {"\"versions\": \\{[^}]*}", "\"versions\": {\"ssoconfig\": null}"},
        };
        for (String[] c : cases) {
            String changed = json().replaceFirst(c[0], c[1].replace("$", "\\$"));
            assertFalse(c[1], changed.equals(json()));
            refusal(changed);
        }
        for (String field :
                List.of("madeBy", "id", "host", "computer", "made", "msids", "artifact", "sha256", "proof")) {
            refusal(json().replace("\"" + field + "\"", "\"x" + field + "\""));
        }
    }

    @Test
    public void whatIsNoManifestIsRefused() {
        for (String bad : new String[] {
            "",
            " ",
            "null",
            "7",
            "[]",
            "{",
            "<html>",
            "{}",
            "[".repeat(100_000),
            "{\"a\":".repeat(40_000),
            json() + "x",
            "\"" + "x".repeat(300_000) + "\"",
            "{\"version\": \"" + "9".repeat(100_000) + "\"}"
        }) {
            refusal(bad);
        }
    }

    @Test
    public void everyFieldIsDocumented() throws IOException {
        String document = Files.readString(document());
        for (Class<?> type : List.of(Manifest.class, Backup.class, Backup.Artifact.class)) {
            for (RecordComponent field : type.getRecordComponents()) {
                assertTrue(field.getName(), document.contains("`" + field.getName() + "` |"));
            }
        }
        for (Proof.Claim claim : Proof.Claim.values()) {
            assertTrue(claim.name(), document.contains("`" + claim + "`"));
        }
    }

    private static Path document() {
        Path here = Path.of("docs", "manifest.md");
        return Files.exists(here) ? here : Path.of("..").resolve(here);
    }

    private static void refusal(String json) {
        assertEquals(json.substring(0, Math.min(500, json.length())), Optional.empty(), Manifest.parse(json));
    }

    private static String json() {
        return manifest("in the safe").toJson();
    }

    private static Manifest manifest(String text) {
        return manifest(text, null);
    }

    private static Manifest manifest(String text, Backup.UnconfirmedReason reason) {
        Failure none = new Failure(Failure.Kind.ERROR, "");
        HostFacts facts = WindowsFacts.of(
                text,
                text,
                "Windows Server",
                MADE,
                QueryResult.failed(none),
                QueryResult.of(new RegistrySecrets(true, new TreeSet<>(LISTED))),
                QueryResult.failed(none));
        String path = "C:\\" + BackupName.of(STARTED.id());
        EntssoEvent event = new EntssoEvent(
                EventId.BACKED_UP,
                77,
                MADE,
                List.of(path, new Msid(new UUID(1, 2)).toString(), new Msid(new UUID(3, 4)).toString()));
        BackupAnswer.File file = new BackupAnswer.File(
                new byte[100],
                "ab".repeat(32),
                reason == null ? event : null,
                reason,
                Method.CONSOLE,
                List.of(new Proof(Proof.Claim.FILE_EXISTS, true, text)),
                Map.of("java", "17"));
        return Manifest.of(STARTED, facts, file, "entsso/a b.bak", text);
    }
}
