package io.jenkins.plugins.entsso.engine.fuzz;

import static io.jenkins.plugins.entsso.engine.fuzz.Outputs.holds;

import io.jenkins.plugins.entsso.engine.agent.backup.Method;
import io.jenkins.plugins.entsso.engine.agent.backup.Proof;
import io.jenkins.plugins.entsso.engine.ledger.Hosts;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.report.ManifestTable;
import io.jenkins.plugins.entsso.engine.run.Manifest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Files that lie beside a backup and are none of its manifest: everybody who may write artifacts can write them. */
public final class ManifestFuzzer {
    private static final Backup STARTED = Backup.started("sso", "C-sso", "job", 7, Hosts.NOON);
    private static final String HASH = "0".repeat(64);
    private static final List<String> GOOD = List.of(
            json(STARTED.held(List.of(Hosts.MSID1), List.of(Hosts.MSID1, Hosts.MSID2), "entsso/x.bak", HASH, 9, null)),
            json(STARTED.unconfirmed(
                    Backup.UnconfirmedReason.LOG_FULL, List.of(Hosts.MSID1), "entsso/x.bak", HASH, 9, null)));

    private ManifestFuzzer() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        Input in = new Input(bytes);
        String json = new String(JsonInput.file(bytes, in, GOOD), StandardCharsets.UTF_8);
        Optional<Manifest> parsed = Manifest.parse(json);
        if (parsed.isEmpty()) {
            return;
        }
        Manifest manifest = parsed.get();
        String path = manifest.backup().artifact().path();
        holds(!List.of(path.split("/")).contains("..") && !path.startsWith("/"), "a path that leads away: {}", path);
        holds(Manifest.parse(manifest.toJson()).equals(parsed), "read as another: {}", json);
        ManifestTable.of(manifest.toJson(), in.of(Screens.LANGUAGES));
        manifest.backup(STARTED, Hosts.NOON).ifPresent(backup -> {
            holds(backup.isArchived() && backup.bytes() > 0, "not archived: {}", backup);
            holds(backup.host().equals("sso") && backup.job().equals("job"), "of elsewhere: {}", backup);
            holds(!backup.isHeld() || !backup.msids().isEmpty(), "confirmed of nothing: {}", backup);
            holds(backup.isHeld() || backup.unconfirmedReason() != null, "for no reason: {}", backup);
        });
    }

    private static String json(Backup backup) {
        Proof proof = new Proof(Proof.Claim.FILE_EXISTS, true, "9 bytes");
        return new Manifest(
                        Manifest.VERSION,
                        "entsso-master-secret",
                        backup,
                        "svc",
                        "Windows",
                        5,
                        Method.API,
                        "in the safe",
                        Map.of("ssoconfig", "5"),
                        List.of(proof))
                .toJson();
    }
}
