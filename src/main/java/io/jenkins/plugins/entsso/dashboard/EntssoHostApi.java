package io.jenkins.plugins.entsso.dashboard;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import io.jenkins.plugins.entsso.engine.report.Texts;
import java.util.List;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** One host as values, see {@link EntssoStatusApi}. */
@ExportedBean
public final class EntssoHostApi {
    private final HostRecord host;
    private final Verdict.Kind kind;
    private final Texts texts;

    EntssoHostApi(HostRecord host, Verdict.Kind kind, Texts texts) {
        this.host = host;
        this.kind = kind;
        this.texts = texts;
    }

    /** The node's name. */
    @Exported
    public String getNode() {
        return host.node();
    }

    /** The name that the host calls itself by. */
    @Exported
    public String getComputer() {
        return host.computer();
    }

    /** Name of the verdict. */
    @Exported
    public String getVerdict() {
        return kind.name();
    }

    /** Whether somebody should do something. */
    @Exported
    public boolean isBad() {
        return kind.isBad();
    }

    /** Since when it is so. */
    @Exported
    public String getSince() {
        return host.since().toString();
    }

    /** When it was found so. */
    @Exported
    public String getChecked() {
        return host.checked().toString();
    }

    /** When the host last answered; null if it never did. */
    @Exported
    @CheckForNull
    public String getAnswered() {
        return host.answered() == null ? null : host.answered().toString();
    }

    /** Why it did not answer when it was last asked; null if it did. */
    @Exported
    @CheckForNull
    public String getError() {
        return host.error().isEmpty() ? null : host.error();
    }

    /** The secrets that it was last known to have. */
    @Exported
    public List<String> getMsids() {
        return host.msids().stream().map(Object::toString).toList();
    }

    /** The name that it gives for its master secret server; empty if that is itself, or not known. */
    @Exported
    public String getSecretServer() {
        return host.secretServer();
    }

    /** What the verdict rests on. */
    @Exported
    public List<String> getEvidence() {
        return host.verdict().evidence().stream().map(texts::sentence).toList();
    }

    /** What else is not as it should be. */
    @Exported
    public List<String> getConcerns() {
        return host.verdict().concerns().stream().map(texts::sentence).toList();
    }

    /** What a person should do. */
    @Exported
    public String getNextStep() {
        return texts.sentence(host.verdict().nextStep());
    }

    /** What was; a bean of its own, since it is long and wanted rarely. */
    @Exported
    public Past getPast() {
        return new Past(host, texts);
    }

    /** What was. */
    @ExportedBean
    public static final class Past {
        private final HostRecord host;
        private final Texts texts;

        Past(HostRecord host, Texts texts) {
            this.host = host;
            this.texts = texts;
        }

        /** How the verdict changed, oldest first. */
        @Exported(inline = true)
        public List<Change> getHistory() {
            return host.history().stream()
                    .map(change -> new Change(change, texts))
                    .toList();
        }

        /** What its log told of the secret's life, oldest first. */
        @Exported(inline = true)
        public List<Mark> getMarks() {
            return host.marks().stream().map(Mark::new).toList();
        }
    }

    /** A change of verdict, or of what answers under the node's name. */
    @ExportedBean
    public static final class Change {
        private final HostRecord.Change change;
        private final Texts texts;

        Change(HostRecord.Change change, Texts texts) {
            this.change = change;
            this.texts = texts;
        }

        /** When it was found. */
        @Exported
        public String getAt() {
            return change.at().toString();
        }

        /** Name of the verdict from then on. */
        @Exported
        public String getVerdict() {
            return change.kind().name();
        }

        /** What else was found, in a sentence; null where only the verdict changed. */
        @Exported
        @CheckForNull
        public String getNote() {
            return change.note() == null ? null : texts.sentence(change.note());
        }
    }

    /** An event of the host's log. */
    @ExportedBean
    public static final class Mark {
        private final HostRecord.Mark mark;

        Mark(HostRecord.Mark mark) {
            this.mark = mark;
        }

        /** Number of the event, such as 10559. */
        @Exported
        public int getEvent() {
            return mark.event().number();
        }

        /** Number of the record in the log. */
        @Exported
        public long getRecord() {
            return mark.recordId();
        }

        /** When it was logged, by the host's clock. */
        @Exported
        public String getTime() {
            return mark.time().toString();
        }
    }
}
