package io.jenkins.plugins.entsso.engine.agent.windows;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * A process as {@link ProcessHandle} shows one on Windows: its parent is a number, kept also when that parent has ended and
 * another process has the number; and the children of a process that has ended are whatever names its number.
 */
final class FakeProcess implements ProcessHandle {
    /** The start of a process that nobody may ask. */
    static final long UNKNOWN = -1;

    private final Table table;
    private final long pid;
    private final long parent;
    private final long start;
    private final CompletableFuture<ProcessHandle> end = new CompletableFuture<>();
    private Runnable whenAsked = () -> {};

    private FakeProcess(Table table, long pid, long parent, long start) {
        this.table = table;
        this.pid = pid;
        this.parent = parent;
        this.start = start;
    }

    /** All processes of a machine. */
    static final class Table {
        private final List<FakeProcess> all = new ArrayList<>();
        private final List<ProcessHandle> killed = new ArrayList<>();

        /** Starts one at that second. */
        FakeProcess start(long pid, long parent, long start) {
            FakeProcess process = new FakeProcess(this, pid, parent, start);
            all.add(process);
            return process;
        }

        List<ProcessHandle> alive() {
            return List.copyOf(all.stream().filter(FakeProcess::isAlive).toList());
        }

        List<ProcessHandle> killed() {
            return killed;
        }
    }

    /** Ends by itself. */
    void end() {
        end.complete(this);
    }

    /** What happens before its children are listed. */
    void whenAsked(Runnable happens) {
        whenAsked = happens;
    }

    @Override
    public long pid() {
        return pid;
    }

    @Override
    public Optional<ProcessHandle> parent() {
        return table.alive().stream().filter(p -> p.pid() == parent).findFirst();
    }

    @Override
    public Stream<ProcessHandle> children() {
        whenAsked.run();
        long earliest = isAlive() ? start : UNKNOWN;
        return List.copyOf(table.all).stream()
                .filter(p -> p.isAlive() && p.parent == pid && (p.start >= earliest || p.start == UNKNOWN))
                .map(p -> p);
    }

    @Override
    public Stream<ProcessHandle> descendants() {
        return children().flatMap(child -> Stream.concat(Stream.of(child), child.descendants()));
    }

    @Override
    public Info info() {
        return new Started(
                isAlive() && start != UNKNOWN ? Optional.of(Instant.ofEpochSecond(start)) : Optional.empty());
    }

    @Override
    public CompletableFuture<ProcessHandle> onExit() {
        return end;
    }

    @Override
    public boolean supportsNormalTermination() {
        return false;
    }

    @Override
    public boolean destroy() {
        return destroyForcibly();
    }

    @Override
    public boolean destroyForcibly() {
        boolean alive = isAlive();
        if (alive) {
            table.killed.add(this);
            end();
        }
        return alive;
    }

    @Override
    public boolean isAlive() {
        return !end.isDone();
    }

    @Override
    public int compareTo(ProcessHandle other) {
        return Long.compare(pid, other.pid());
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public String toString() {
        return pid + " of " + parent + " since " + start;
    }

    private record Started(Optional<Instant> startInstant) implements Info {
        @Override
        public Optional<String> command() {
            return Optional.empty();
        }

        @Override
        public Optional<String> commandLine() {
            return Optional.empty();
        }

        @Override
        public Optional<String[]> arguments() {
            return Optional.empty();
        }

        @Override
        public Optional<Duration> totalCpuDuration() {
            return Optional.empty();
        }

        @Override
        public Optional<String> user() {
            return Optional.empty();
        }
    }
}
