package io.jenkins.plugins.entsso.engine.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which of many backups matter. */
public final class BackupSelection {
    private static final Comparator<Backup> BY_AGE = Comparator.comparing(Backup::made);

    /** A year has twelve secrets if a new one is generated every month. */
    static final int MOST_NEEDED = 50;

    private static final int UNCONFIRMED_KEPT = 3;

    private BackupSelection() {}

    /**
     * What makes backups displace one another: nobody who can run another job on the agent, or has other credentials used,
     * may thereby have those let go that somebody has the password of. Passwords without credentials are no others.
     */
    private record Source(String node, String job, String credentials) {
        static Source of(Backup backup) {
            BackupCredentials credentials = backup.credentials();
            return new Source(backup.host(), backup.job(), credentials == null ? "" : credentials.id());
        }
    }

    private record Of(Source source, Msid msid) {}

    /**
     * The backup that tells how old the backup of a host is: the oldest of its {@link #covers}.
     *
     * @return empty if there is nothing to cover, or not all of it is covered
     */
    public static Optional<Backup> oldestCover(
            String node, Set<String> cluster, HostFacts facts, Collection<Backup> backups) {
        return covers(node, cluster, facts, backups).stream().min(BY_AGE);
    }

    /**
     * Of the current and the previous secret of a host, the newest backup that covers each. Parameters as of
     * {@link Verdict#of}.
     *
     * @return empty if there is nothing to cover, or not all of it is covered
     */
    public static Set<Backup> covers(String node, Set<String> cluster, HostFacts facts, Collection<Backup> backups) {
        return covers(VerdictInput.of(node, cluster, facts, backups, LastKnown.NOTHING));
    }

    static Set<Backup> covers(VerdictInput in) {
        List<Msid> current = in.named().stream().filter(in.listed()::contains).toList();
        Set<Backup> covers = new LinkedHashSet<>();
        for (Msid msid : current.isEmpty() ? in.needed() : current) {
            Optional<Backup> cover = newestCover(msid, in.backups());
            if (cover.isEmpty()) {
                return Set.of();
            }
            covers.add(cover.get());
        }
        return covers;
    }

    /** The newest held backup that covers a secret. */
    static Optional<Backup> newestCover(Msid msid, Collection<Backup> backups) {
        return backups.stream()
                .filter(Backup::isHeld)
                .filter(b -> b.msids().contains(msid))
                .max(BY_AGE);
    }

    /**
     * The held backup to restore a host from: one with a secret that is needed and, among these, with the most of the
     * host's secrets, then the newest.
     *
     * @param needed at least one of these has to be in it; empty if none is known
     * @param all the secrets of the host
     */
    static Optional<Backup> bestFor(Collection<Backup> backups, Collection<Msid> needed, Collection<Msid> all) {
        return backups.stream()
                .filter(Backup::isHeld)
                .filter(b -> needed.isEmpty() || b.msids().stream().anyMatch(needed::contains))
                .max(Comparator.<Backup>comparingInt(b -> common(b.msids(), all))
                        .thenComparing(BY_AGE));
    }

    static int common(Collection<Msid> some, Collection<Msid> all) {
        return (int) some.stream().filter(all::contains).count();
    }

    /**
     * The backups that must not get lost: of every secret that any held backup covers, the newest that covers it, of each
     * node, job and credentials apart: what one agent says of a secret must not displace what was made on another. A secret
     * that is no longer on its host counts too, since what was encrypted with it may still be around; but of each source the
     * newest {@value #MOST_NEEDED} only, so that an agent which names another secret each time does not keep every build for
     * ever.
     */
    public static Set<Backup> newestPerSecret(Collection<Backup> backups) {
        Map<Of, Backup> newest = new HashMap<>();
        for (Backup backup : backups) {
            if (backup.isHeld()) {
                backup.msids()
                        .forEach(msid -> newest.merge(
                                new Of(Source.of(backup), msid), backup, (a, b) -> BY_AGE.compare(a, b) > 0 ? a : b));
            }
        }
        Map<Source, Integer> needed = new HashMap<>();
        return newest.values().stream()
                .distinct()
                .sorted(BY_AGE.reversed())
                .filter(b -> needed.merge(Source.of(b), 1, Integer::sum) <= MOST_NEEDED)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The backups whose builds must be kept: the {@link #newestPerSecret}, and the newest three unconfirmed of each source. */
    public static Set<Backup> needed(Collection<Backup> backups) {
        Set<Backup> needed = newestPerSecret(backups);
        Map<Source, Integer> unconfirmed = new HashMap<>();
        backups.stream()
                .filter(b -> b.state() == Backup.State.UNCONFIRMED)
                .sorted(BY_AGE.reversed())
                .filter(b -> unconfirmed.merge(Source.of(b), 1, Integer::sum) <= UNCONFIRMED_KEPT)
                .forEach(needed::add);
        return needed;
    }

    /**
     * The backups that a new one has made needless, newest first: held, made on the same node by the same job with
     * the same credentials, and {@linkplain #newestPerSecret not needed} for any secret. One that is not confirmed supersedes
     * only those that are not either, but for the newest three.
     */
    public static List<Backup> supersededBy(Backup made, Collection<Backup> backups) {
        if (made.state() == Backup.State.UNCONFIRMED) {
            return backups.stream()
                    .filter(b -> b.state() == Backup.State.UNCONFIRMED
                            && Source.of(b).equals(Source.of(made)))
                    .sorted(BY_AGE.reversed())
                    .skip(UNCONFIRMED_KEPT)
                    .toList();
        }
        Set<Backup> needed = newestPerSecret(backups);
        return backups.stream()
                .filter(b -> b.isHeld() && !b.id().equals(made.id()) && !needed.contains(b))
                .filter(b -> Source.of(b).equals(Source.of(made)))
                .sorted(BY_AGE.reversed())
                .toList();
    }
}
