package io.jenkins.plugins.entsso.engine.report;

import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.ledger.PatrolRound;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.Bounds;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.InvalidSettingException;
import io.jenkins.plugins.entsso.engine.model.Msid;
import io.jenkins.plugins.entsso.engine.model.Seal;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import java.text.MessageFormat;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.function.Function;
import java.util.stream.Stream;

/** Words for verdicts and findings. What comes from a host goes in as plain text; whoever shows it escapes it. */
public final class Texts {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss z");
    private static final int BRIEF = 160;

    /** Where the texts are for arguments that are names, by the code that they belong to. */
    private static final Map<Finding.Code, String> NAMES = Map.of(
            Finding.Code.REQUIRED, "more.",
            Finding.Code.UNCONFIRMED, "unconfirmed.",
            Finding.Code.LOG_FAILED, "failure.",
            Finding.Code.REGISTRY_FAILED, "failure.",
            Finding.Code.RIGHTS, "rights.",
            Finding.Code.ERROR, "error.",
            Finding.Code.SAID, "error.",
            Finding.Code.CLAIM_FAILED, "unproven.");

    private final ResourceBundle bundle;
    private final Locale locale;
    private final ZoneId zone;
    private final DateTimeFormatter date;

    /** Words in that language, English where there is none, and times in that zone. */
    public Texts(Locale locale, ZoneId zone) {
        this.bundle = ResourceBundle.getBundle(
                "io.jenkins.plugins.entsso.engine.report.Texts",
                locale,
                Texts.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        this.locale = locale;
        this.zone = zone;
        // the names of months are of the language that the words are in, which is not that of the reader if we lack it
        Locale spoken = bundle.getLocale().getLanguage().isEmpty() ? Locale.ENGLISH : bundle.getLocale();
        this.date = DateTimeFormatter.ofPattern(bundle.getString("date.pattern"), spoken)
                .withZone(zone);
    }

    /** Words for logs, which nobody's browser chooses the language of: that of this JVM, and times by its clock. */
    public static Texts ofLog() {
        return of(Locale.getDefault());
    }

    /** Words in that language, times in the zone of this machine. */
    public static Texts of(Locale locale) {
        return new Texts(locale, ZoneId.systemDefault());
    }

    public String text(String key, Object... arguments) {
        return new MessageFormat(bundle.getString(key), locale).format(arguments);
    }

    boolean has(String key) {
        return bundle.containsKey(key);
    }

    public String name(Verdict.Kind kind) {
        return text("verdict." + kind);
    }

    public String meaning(Verdict.Kind kind) {
        return text("verdict." + kind + ".meaning");
    }

    /** Why a backup was not confirmed; a file of the ledger may lack the reason. */
    public String unconfirmed(Backup backup) {
        Backup.UnconfirmedReason reason =
                Objects.requireNonNullElse(backup.unconfirmedReason(), Backup.UnconfirmedReason.NO_EVENT);
        return text("unconfirmed", text("unconfirmed." + reason));
    }

    /** To whom a backup is sealed, and what they need beside their key. */
    public String sealed(Seal seal) {
        return text(seal.password() ? "sealed.password" : "sealed", seal.names());
    }

    public String sentence(Finding finding) {
        return sentence("finding.", finding, this::readable);
    }

    /** What a verdict rests on, then what else is not as it should be: a line each. */
    public List<String> findings(Verdict verdict) {
        return Stream.concat(
                        verdict.evidence().stream().map(this::sentence),
                        verdict.concerns().stream().map(finding -> text("run.concern", sentence(finding))))
                .toList();
    }

    /** What a person should do by a verdict, in a line. */
    public String nextStep(Verdict verdict) {
        return text("run.next", sentence(verdict.nextStep()));
    }

    private String sentence(String group, Finding finding, Function<String, Object> shown) {
        String names = NAMES.get(finding.code());
        Object[] words = finding.arguments().stream()
                .map(argument -> names != null && has(names + argument)
                        ? text(names + argument, finding.arguments().toArray())
                        : shown.apply(argument))
                .toArray();
        return text(group + finding.code(), words);
    }

    /** What is wrong with a value that somebody entered: in this language if it is the engine that says so. */
    public String words(IllegalArgumentException refusal) {
        return refusal instanceof InvalidSettingException unfit ? unfit.message(locale) : refusal.getMessage();
    }

    /** A finding in a few words, for a table: days for times, the beginning of an MSID for all of it. */
    public String brief(Finding finding) {
        return has("brief." + finding.code()) ? sentence("brief.", finding, this::brief) : cut(sentence(finding));
    }

    /** The weightiest evidence for the verdict on a host in a few words; empty if there is none. */
    public String brief(HostRecord host) {
        return host.verdict().evidence().stream()
                // that a registry has no key only says what the rest says better
                .min(Comparator.comparing(finding -> finding.code() == Finding.Code.NO_KEY))
                .map(this::brief)
                .orElse("");
    }

    /** One of the servers of a secret in a line, and whether it could load the secret after a failover. */
    public String line(SecretReport secret, HostRecord server) {
        return server.node() + ": " + name(server.verdict().kind()) + ". " + text("secret." + secret.current(server));
    }

    /** One line that says all is well, or what is not and since when. */
    public String headline(LedgerSnapshot snapshot) {
        if (snapshot.hosts().isEmpty()) {
            return text("headline.empty");
        }
        List<SecretReport> bad = snapshot.bad();
        if (bad.isEmpty()) {
            int count = snapshot.counts().getOrDefault(Verdict.Kind.PROTECTED, 0);
            return text(count == 0 ? "headline.nothing" : "headline.well", count);
        }
        Instant since =
                bad.stream().map(SecretReport::since).min(Instant::compareTo).orElseThrow();
        return text("headline.bad", bad.size(), date(since));
    }

    /** When the last round of the patrol was and what it came to, else when any host was last checked; and what is overdue. */
    public String lastRound(LedgerSnapshot snapshot) {
        String unread = snapshot.unread() == 0 ? "" : " " + text("patrol.unread", snapshot.unread());
        return asked(snapshot) + unread;
    }

    private String asked(LedgerSnapshot snapshot) {
        Instant now = snapshot.time();
        PatrolRound round = snapshot.lastRound();
        if (round != null) {
            return text("patrol.last", age(round.started(), now), round.asked(), round.silent());
        }
        return snapshot.checked()
                .map(at -> text("patrol.checked", age(at, now)))
                .orElseGet(() -> text("patrol.none"));
    }

    private Object brief(String argument) {
        return instant(argument)
                .map(this::date)
                // as much of an MSID as tells the few of one server apart
                .or(() -> Msid.parse(argument).map(msid -> msid.toString().substring(1, 9)))
                .orElseGet(() -> cut(argument));
    }

    private static String cut(String text) {
        return text.length() <= BRIEF ? text : Bounds.text(text, BRIEF) + "…";
    }

    /** The day of a point in time by the reader's calendar. */
    public String date(Instant time) {
        return date.format(time);
    }

    /** How long ago something was, in one unit; the day of what lies ahead. */
    public String age(Instant time, Instant now) {
        if (Bounds.isAhead(time, now)) {
            return date(time);
        }
        Duration age = Duration.between(time, now);
        if (age.toMinutes() < 1) {
            return text("age.now");
        }
        if (age.toHours() < 1) {
            return text("age.minutes", age.toMinutes());
        }
        return age.toDays() < 1 ? text("age.hours", age.toHours()) : text("age.days", age.toDays());
    }

    /** A point in time as the reader's clock shows it. */
    public String time(Instant time) {
        return TIME.withLocale(locale).withZone(zone).format(time);
    }

    private String readable(String argument) {
        return instant(argument).map(this::time).orElse(argument);
    }

    /** The time that a text is. A text of a host's may look like one that no calendar has. */
    private static Optional<Instant> instant(String argument) {
        try {
            return Optional.of(argument)
                    .filter(text -> text.endsWith("Z"))
                    .map(Instant::parse)
                    .filter(Bounds::isTime);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
