package io.jenkins.plugins.entsso.steps;

import io.jenkins.plugins.entsso.config.EntssoLedger;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.Msid;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import io.jenkins.plugins.entsso.engine.report.LedgerSnapshot;
import io.jenkins.plugins.entsso.engine.report.SecretReport;
import io.jenkins.plugins.entsso.engine.report.Texts;
import io.jenkins.plugins.entsso.engine.run.RunReport;
import java.io.IOException;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jenkinsci.plugins.scriptsecurity.sandbox.whitelists.Whitelisted;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * How safe the master secret of a host is, as a value that a Pipeline can act on. It is kept in the program state of the
 * Pipeline, so it is of plain values only.
 */
@Restricted(NoExternalUse.class)
public final class EntssoStatus implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The node in Jenkins. */
    @Whitelisted
    public final String node;

    /** The name that the host calls itself by. */
    @Whitelisted
    public final String computer;

    /** Name of the {@link Verdict.Kind}, such as {@code PROTECTED} or {@code UNPROTECTED}. */
    @Whitelisted
    public final String verdict;

    /** What the verdict means, in a sentence. */
    @Whitelisted
    public final String meaning;

    /** Whether somebody should do something; not so where there is nothing to protect. */
    @Whitelisted
    public final boolean bad;

    /** The secrets on the host: GUIDs in upper case and braces. */
    @Whitelisted
    public final List<String> msids;

    /** What the verdict rests on, a sentence each. */
    @Whitelisted
    public final List<String> evidence;

    /** What else is not as it should be, a sentence each. */
    @Whitelisted
    public final List<String> concerns;

    /** What a person should do. */
    @Whitelisted
    public final String nextStep;

    /** Full name of the job that holds the newest backup; null if there is none. */
    @Whitelisted
    public final String backupJob;

    /** Number of the build that holds the newest backup; 0 if there is none. */
    @Whitelisted
    public final int backupBuild;

    /** Path of the newest backup among that build's artifacts; null if there is none. */
    @Whitelisted
    public final String backupArtifact;

    /** When the newest backup was made, in milliseconds since 1970; 0 if there is none. */
    @Whitelisted
    public final long backupTime;

    /** What a run came to. */
    EntssoStatus(RunReport report) throws IOException {
        Texts texts = Texts.ofLog();
        Verdict last = report.after();
        // the node may have been removed meanwhile
        Optional<SecretReport> host = LedgerSnapshot.host(EntssoLedger.get().ledger(), report.node(), Instant.now());
        Optional<Backup> newest = host.map(SecretReport::newestBackup);
        node = report.node();
        computer = host.map(known -> known.worst().computer()).orElse("");
        verdict = last.kind().name();
        meaning = texts.meaning(last.kind());
        bad = last.kind().isBad();
        msids = last.msids().stream().map(Msid::toString).toList();
        evidence = last.evidence().stream().map(texts::sentence).toList();
        concerns = last.concerns().stream().map(texts::sentence).toList();
        nextStep = texts.sentence(last.nextStep());
        backupJob = newest.map(Backup::job).orElse(null);
        backupBuild = newest.map(Backup::build).orElse(0);
        backupArtifact = newest.map(backup -> backup.artifact().path()).orElse(null);
        backupTime = newest.map(backup -> backup.made().toEpochMilli()).orElse(0L);
    }

    /** Whether every master secret on the host is covered by a backup that is held. */
    @Whitelisted
    public boolean isProtected() {
        return Verdict.Kind.PROTECTED.name().equals(verdict);
    }

    @Override
    @Whitelisted
    public String toString() {
        return node + ": " + verdict;
    }
}
