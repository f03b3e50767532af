package io.jenkins.plugins.entsso.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
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

    private final String node;
    private final String computer;
    private final String verdict;
    private final String meaning;
    private final boolean bad;
    private final ArrayList<String> msids;
    private final ArrayList<String> evidence;
    private final ArrayList<String> concerns;
    private final String nextStep;
    private final String backupJob;
    private final int backupBuild;
    private final String backupArtifact;
    private final long backupTime;

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
        msids = list(last.msids(), Msid::toString);
        evidence = list(last.evidence(), texts::sentence);
        concerns = list(last.concerns(), texts::sentence);
        nextStep = texts.sentence(last.nextStep());
        backupJob = newest.map(Backup::job).orElse(null);
        backupBuild = newest.map(Backup::build).orElse(0);
        backupArtifact = newest.map(backup -> backup.artifact().path()).orElse(null);
        backupTime = newest.map(backup -> backup.made().toEpochMilli()).orElse(0L);
    }

    private static <T> ArrayList<String> list(Collection<T> values, Function<T, String> text) {
        return values.stream().map(text).collect(Collectors.toCollection(ArrayList::new));
    }

    /** The node in Jenkins. */
    @Whitelisted
    public String getNode() {
        return node;
    }

    /** The name that the host calls itself by. */
    @Whitelisted
    public String getComputer() {
        return computer;
    }

    /** Name of the {@link Verdict.Kind}, such as {@code PROTECTED} or {@code UNPROTECTED}. */
    @Whitelisted
    public String getVerdict() {
        return verdict;
    }

    /** What the verdict means, in a sentence. */
    @Whitelisted
    public String getMeaning() {
        return meaning;
    }

    /** Whether every master secret on the host is covered by a backup that is held. */
    @Whitelisted
    public boolean isProtected() {
        return Verdict.Kind.PROTECTED.name().equals(verdict);
    }

    /** Whether somebody should do something; not so where there is nothing to protect. */
    @Whitelisted
    public boolean isBad() {
        return bad;
    }

    /** The secrets on the host: GUIDs in upper case and braces. */
    @Whitelisted
    public List<String> getMsids() {
        return new ArrayList<>(msids);
    }

    /** What the verdict rests on, a sentence each. */
    @Whitelisted
    public List<String> getEvidence() {
        return new ArrayList<>(evidence);
    }

    /** What else is not as it should be, a sentence each. */
    @Whitelisted
    public List<String> getConcerns() {
        return new ArrayList<>(concerns);
    }

    /** What a person should do. */
    @Whitelisted
    public String getNextStep() {
        return nextStep;
    }

    /** Full name of the job that holds the newest backup; null if there is none. */
    @Whitelisted
    @CheckForNull
    public String getBackupJob() {
        return backupJob;
    }

    /** Number of the build that holds the newest backup; 0 if there is none. */
    @Whitelisted
    public int getBackupBuild() {
        return backupBuild;
    }

    /** Path of the newest backup among that build's artifacts; null if there is none. */
    @Whitelisted
    @CheckForNull
    public String getBackupArtifact() {
        return backupArtifact;
    }

    /** When the newest backup was made, in milliseconds since 1970; 0 if there is none. */
    @Whitelisted
    public long getBackupTime() {
        return backupTime;
    }

    @Override
    @Whitelisted
    public String toString() {
        return node + ": " + verdict;
    }
}
