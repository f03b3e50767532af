package io.jenkins.plugins.entsso.engine.model;

import io.jenkins.plugins.entsso.engine.model.Finding.Code;
import io.jenkins.plugins.entsso.engine.model.HostFacts.Log;
import io.jenkins.plugins.entsso.engine.model.HostFacts.Mark;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What is not as it should be, whatever the verdict is. */
final class Concerns {
    /** A log in which nothing at all was written for so long takes no events. */
    static final Duration SILENT = Duration.ofDays(7);

    /** As long is a change of the SSO administrators told of. */
    static final Duration RECENT = Duration.ofDays(30);

    /** As old may a secret be before ENTSSO itself warns of it [ENTSSO 5]. */
    static final Duration OLD = Duration.ofDays(365);

    /** The size that Windows gives a log unless somebody changes it. */
    private static final long USUAL_BYTES = 20L * 1024 * 1024;

    private final VerdictInput in;
    private final Log log;
    private final List<Finding> all = new ArrayList<>();

    private Concerns(VerdictInput in) {
        this.in = in;
        this.log = in.log();
    }

    static List<Finding> of(VerdictInput in, Kind kind) {
        Concerns concerns = new Concerns(in);
        concerns.ofEvents();
        concerns.ofLog();
        concerns.ofHost(kind);
        return concerns.all;
    }

    private void ofEvents() {
        log.standing(EventId.OUT_OF_SERVICE)
                .filter(e -> !in.facts().isServiceStarting())
                .ifPresent(e -> add(Code.OUT_OF_SERVICE, e));
        log.standing(EventId.REENCRYPT_FAILED).ifPresent(e -> add(Code.REENCRYPT_FAILED, e, e.error()));
        log.newest(EventId.BACKUP_FAILED, EventId.BACKUP_FAILED_MEDIA)
                .filter(e -> log.standing(e.id()).isPresent())
                .ifPresent(e -> add(Code.BACKUP_FAILED, e, e.error()));
        log.standing(EventId.RESTORE_FAILED).ifPresent(e -> add(Code.RESTORE_FAILED, e, e.error()));
        log.standing(EventId.LOST_SECRET_SERVER)
                .filter(e -> !in.role().isHere())
                .ifPresent(e -> add(Code.LOST_SECRET_SERVER, e, e.string(1)));
        // secrets could not be loaded, a restore has ended that, and no backup was made since
        log.newest(EventId.SECRETS_NOT_LOADED, EventId.SECRET_INVALID)
                .filter(e -> isNewer(log.newest(EventId.RESTORED), e) && !isNewer(log.newest(EventId.BACKED_UP), e))
                .ifPresent(e -> add(Code.NOT_BACKED_UP_SINCE, e));
        log.badData().ifPresent(e -> add(Code.BAD_DATA, e));
        log.standing(EventId.SERVICE_NOT_SSO_ADMIN)
                .ifPresent(e -> add(Code.SERVICE_NOT_SSO_ADMIN, e, e.string(2), e.string(1)));
        log.newest(EventId.SERVICE_IS_ADMIN).ifPresent(e -> add(Code.SERVICE_IS_ADMIN, e, e.string(1)));
        log.newest(EventId.SSO_ADMIN_CHANGED)
                .filter(e -> !isBefore(e.time(), RECENT))
                .ifPresent(e -> add(Code.SSO_ADMIN_CHANGED, e, e.string(1), e.string(2)));
        in.told().stream()
                .findFirst()
                .filter(told -> in.role().isHere())
                .flatMap(told -> log.all(EventId.GENERATED).stream()
                        .filter(e -> e.currentMsid().equals(told.currentMsid()) && isBefore(e.time(), OLD))
                        .findFirst())
                .ifPresent(e -> add(Code.SECRET_OLD, e, e.string(1)));
    }

    private void ofLog() {
        if (in.last().gap() > 0 && log.oldest() != null) {
            add(
                    Code.LOG_GAP,
                    in.last().gap(),
                    log.oldest().recordId(),
                    log.oldest().time());
        }
        LogChannel channel = log.channel();
        if (log.isFull()) {
            add(Code.LOG_FULL, channel.name());
        } else if (isSilent(in)) {
            add(Code.LOG_SILENT, log.newest().time());
        }
        if (channel == null) {
            return;
        }
        if (channel.maxBytes() > 0 && channel.maxBytes() < USUAL_BYTES) {
            add(Code.LOG_SMALL, channel.name(), channel.maxBytes() / 1024);
        }
        if (!channel.registered()) {
            add(Code.LOG_NOT_REGISTERED, channel.name());
        } else if (!channel.name().equalsIgnoreCase("Application")) {
            add(Code.LOG_ELSEWHERE, channel.name());
        }
    }

    private void ofHost(Kind kind) {
        if (kind.isNothingToProtect()) {
            if (in.facts().hasKey()) {
                add(Code.KEY_LEFT_OVER);
            }
            return;
        }
        if (in.facts()
                .secrets()
                .asOptional()
                .filter(RegistrySecrets::inBothViews)
                .isPresent()) {
            add(Code.BOTH_VIEWS);
        }
        List<String> others =
                in.facts().secrets().asOptional().map(RegistrySecrets::others).orElse(List.of());
        if (!others.isEmpty()) {
            add(Code.ODD_KEYS, String.join(", ", others));
        }
        if (in.facts().isServiceStarting()) {
            add(Code.SERVICE_STARTING);
        } else if (in.facts().isServiceStopped()) {
            add(Code.SERVICE_STOPPED);
        }
        if (!in.facts().redirectedTo().isEmpty()) {
            add(Code.REDIRECTED, in.facts().redirectedTo());
        }
        in.resolutions().forEach(said -> all.add(said.finding()));
        Set<String> nodes = new HashSet<>();
        in.claims().stream()
                .filter(b -> b.isHeld() && !Collections.disjoint(b.msids(), in.known()) && nodes.add(b.host()))
                .forEach(b -> add(Code.CLAIMED, b, b.host(), b.made()));
        in.facts().backupFiles().stream()
                .max(Comparator.comparing(BackupFile::modified))
                .ifPresent(newest -> add(
                        Code.BACKUP_ON_SERVER,
                        in.facts().backupFiles().stream().map(BackupFile::name).collect(Collectors.joining(", ")),
                        newest.modified()));
        BackupSelection.covers(in).forEach(this::ofCredentials);
        in.unconfirmed().ifPresent(b -> add(Code.UNCONFIRMED, b, b.unconfirmedReason()));
        Optional.ofNullable(in.facts().tool().failure()).ifPresent(why -> add(Code.TOOL_MISSING, why.detail()));
    }

    /** Whoever restores has to have the password of then. */
    private void ofCredentials(Backup backup) {
        BackupCredentials credentials = backup.credentials();
        if (credentials != null && credentials.state() == BackupCredentials.State.CHANGED) {
            add(Code.PASSWORD_CHANGED, backup, credentials.id());
        } else if (credentials != null && credentials.state() == BackupCredentials.State.GONE) {
            add(Code.CREDENTIALS_GONE, backup, credentials.id());
        }
    }

    /** Whether nothing was written to the log for long, by whatever program: then it takes no events. */
    static boolean isSilent(VerdictInput in) {
        Mark newest = in.log().newest();
        return newest != null && newest.time().isBefore(in.facts().asked().minus(SILENT));
    }

    private static boolean isNewer(Optional<EntssoEvent> event, EntssoEvent other) {
        return event.filter(e -> e.recordId() > other.recordId()).isPresent();
    }

    private boolean isBefore(Instant time, Duration ago) {
        return time.isBefore(in.facts().asked().minus(ago));
    }

    private void add(Code code, Object... arguments) {
        all.add(Finding.of(code, arguments));
    }

    private void add(Code code, EntssoEvent event, Object... more) {
        all.add(Finding.at(code, event, more));
    }
}
