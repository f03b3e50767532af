package io.jenkins.plugins.entsso.dashboard;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.ledger.PatrolRound;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.report.LedgerSnapshot;
import io.jenkins.plugins.entsso.engine.report.Summary;
import io.jenkins.plugins.entsso.engine.report.Texts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * The page of all secrets as values, for programs; docs/api.md has examples. The names of verdicts are those of
 * {@link io.jenkins.plugins.entsso.engine.model.Verdict.Kind}; times are ISO-8601 in UTC; sentences are in the language of the
 * request.
 */
@ExportedBean
public final class EntssoStatusApi {
    private final LedgerSnapshot situation;
    private final Texts texts;
    private final Summary summary;

    EntssoStatusApi(LedgerSnapshot situation, Texts texts) {
        this.situation = situation;
        this.texts = texts;
        this.summary = Summary.of(situation, 0, texts, Instant.now());
    }

    /** One line that says all is well, or what is not. */
    @Exported
    public String getHeadline() {
        return summary.headline();
    }

    /** Whether nothing is bad. */
    @Exported
    public boolean isWell() {
        return summary.well();
    }

    /** How many secrets, and hosts that have to do with none, have which verdict, by the verdict's name. */
    @Exported
    public Map<String, Integer> getCounts() {
        Map<String, Integer> counts = new TreeMap<>();
        situation.counts().forEach((kind, count) -> counts.put(kind.name(), count));
        return counts;
    }

    /** The secrets, worst first; hosts that have to do with none are among the hosts only. */
    @Exported(inline = true)
    public List<Secret> getSecrets() {
        return situation.entries().stream()
                .filter(entry -> entry.system() != null)
                .map(Secret::new)
                .toList();
    }

    /** Every host by itself, by node name. */
    @Exported(inline = true)
    public List<EntssoHostApi> getHosts() {
        return situation.hosts().stream()
                .map(host -> new EntssoHostApi(host, situation.kind(host), texts))
                .toList();
    }

    /** The last round of the patrol since the start of the server; null if there was none. */
    @Exported(inline = true)
    @CheckForNull
    public Patrol getPatrol() {
        return situation.round().map(Patrol::new).orElse(null);
    }

    /** One secret with its hosts. */
    @ExportedBean
    public static final class Secret {
        private final LedgerSnapshot.Entry entry;

        Secret(LedgerSnapshot.Entry entry) {
            this.entry = entry;
        }

        /** What the server calls itself. */
        @Exported
        public String getName() {
            return entry.name();
        }

        /** The worst verdict on a server of it. */
        @Exported
        public String getVerdict() {
            return entry.kind().name();
        }

        /** Whether somebody should do something. */
        @Exported
        public boolean isBad() {
            return entry.kind().isBad();
        }

        /** Since when it is so. */
        @Exported
        public String getSince() {
            return entry.since().toString();
        }

        /** The node that the verdict is on. */
        @Exported
        public String getNode() {
            return entry.main().node();
        }

        /** The IDs under which ENTSSO keeps it: the current one and earlier ones. */
        @Exported
        public List<String> getMsids() {
            return entry.system().msids().stream().map(Object::toString).toList();
        }

        /** The nodes that hold it. */
        @Exported
        public List<String> getServers() {
            return entry.servers().stream().map(HostRecord::node).toList();
        }

        /** The nodes that fetch it. */
        @Exported
        public List<String> getDependents() {
            return entry.dependents().stream().map(HostRecord::node).toList();
        }

        /** The newest backup that is held; null if there is none. */
        @Exported(inline = true)
        @CheckForNull
        public Newest getBackup() {
            return entry.newest().map(Newest::new).orElse(null);
        }
    }

    /** A backup that is held. */
    @ExportedBean
    public static final class Newest {
        private final Backup backup;

        Newest(Backup backup) {
            this.backup = backup;
        }

        /** Full name of the job. */
        @Exported
        public String getJob() {
            return backup.job();
        }

        /** Number of the build. */
        @Exported
        public int getBuild() {
            return backup.build();
        }

        /** Path among the artifacts. */
        @Exported
        public String getArtifact() {
            return backup.artifact().path();
        }

        /** When it was made. */
        @Exported
        public String getMade() {
            return backup.made().toString();
        }

        /** When its hash was last found right; null if never. */
        @Exported
        @CheckForNull
        public String getVerified() {
            return backup.verified() == null ? null : backup.verified().toString();
        }

        /** Its hash. */
        @Exported
        public String getSha256() {
            return backup.sha256();
        }

        /** The secrets that it covers. */
        @Exported
        public List<String> getMsids() {
            return backup.msids().stream().map(Object::toString).toList();
        }
    }

    /** A round of the patrol. */
    @ExportedBean
    public static final class Patrol {
        private final PatrolRound round;

        Patrol(PatrolRound round) {
            this.round = round;
        }

        /** When it began. */
        @Exported
        public String getStarted() {
            return round.started().toString();
        }

        /** How long it took, in milliseconds. */
        @Exported
        public long getMillis() {
            return round.took().toMillis();
        }

        /** How many hosts were asked. */
        @Exported
        public int getAsked() {
            return round.asked();
        }

        /** How many of them did not answer. */
        @Exported
        public int getSilent() {
            return round.silent();
        }
    }
}
