package io.jenkins.plugins.entsso.jenkins.status;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.entsso.jenkins.Presentation;
import io.jenkins.plugins.entsso.ledger.HostRecord;
import io.jenkins.plugins.entsso.ledger.Ledger;
import io.jenkins.plugins.entsso.report.Overview;
import java.util.List;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * The page of all hosts as values, for programs. The names of verdicts are those of
 * {@link io.jenkins.plugins.entsso.secret.Verdict.Kind}; times are ISO-8601 in UTC; sentences are in the language of the
 * request.
 */
@ExportedBean
public final class EntssoStatusApi {
    private final Overview overview;
    private final List<Host> hosts;

    EntssoStatusApi(Ledger ledger) {
        overview = Overview.of(ledger, Presentation.texts());
        hosts = overview.rows().stream()
                .flatMap(row -> ledger.host(row.node()).stream().map(last -> new Host(row, last)))
                .toList();
    }

    /** One line that says all is well, or what is not. */
    @Exported
    public String getHeadline() {
        return overview.headline();
    }

    /** Whether nothing is bad. */
    @Exported
    public boolean isWell() {
        return overview.well();
    }

    /** The hosts, worst first. */
    @Exported(inline = true)
    public List<Host> getHosts() {
        return hosts;
    }

    /** One host. */
    @ExportedBean
    public static final class Host {
        private final Overview.Row row;
        private final HostRecord last;

        Host(Overview.Row row, HostRecord last) {
            this.row = row;
            this.last = last;
        }

        /** The node's name. */
        @Exported
        public String getNode() {
            return row.node();
        }

        /** The name that the host calls itself by. */
        @Exported
        public String getComputer() {
            return row.computer();
        }

        /** Name of the verdict. */
        @Exported
        public String getVerdict() {
            return row.kind().name();
        }

        /** Whether somebody should do something. */
        @Exported
        public boolean isBad() {
            return row.kind().isBad();
        }

        /** Since when it is so. */
        @Exported
        public String getSince() {
            return last.since().toString();
        }

        /** When it was found so. */
        @Exported
        public String getChecked() {
            return last.checked().toString();
        }

        /** The secrets on the host, as far as known. */
        @Exported
        public List<String> getMsids() {
            return last.verdict().msids().stream().map(Object::toString).toList();
        }

        /** What the verdict rests on. */
        @Exported
        public List<String> getEvidence() {
            return row.evidence();
        }

        /** What else is not as it should be. */
        @Exported
        public List<String> getConcerns() {
            return row.concerns();
        }

        /** What a person should do. */
        @Exported
        public String getNextStep() {
            return row.nextStep();
        }

        /** The newest backup that is held; null if there is none. */
        @Exported(inline = true)
        @CheckForNull
        public Newest getBackup() {
            return row.newest() == null ? null : new Newest(row.newest());
        }
    }

    /** A backup that is held. */
    @ExportedBean
    public static final class Newest {
        private final Overview.Newest newest;

        Newest(Overview.Newest newest) {
            this.newest = newest;
        }

        /** Full name of the job. */
        @Exported
        public String getJob() {
            return newest.job();
        }

        /** Number of the build. */
        @Exported
        public int getBuild() {
            return newest.build();
        }

        /** Path among the artifacts. */
        @Exported
        public String getArtifact() {
            return newest.artifact();
        }

        /** The secrets that it covers. */
        @Exported
        public List<String> getMsids() {
            return newest.msids();
        }
    }
}
