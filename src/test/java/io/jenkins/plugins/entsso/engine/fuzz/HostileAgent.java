package io.jenkins.plugins.entsso.engine.fuzz;

import io.jenkins.plugins.entsso.engine.agent.backup.BackupAnswer;
import io.jenkins.plugins.entsso.engine.agent.backup.BackupFailure;
import io.jenkins.plugins.entsso.engine.agent.backup.Method;
import io.jenkins.plugins.entsso.engine.agent.backup.Proof;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.BackupFile;
import io.jenkins.plugins.entsso.engine.model.BackupName;
import io.jenkins.plugins.entsso.engine.model.Diagnosis;
import io.jenkins.plugins.entsso.engine.model.EntssoEvent;
import io.jenkins.plugins.entsso.engine.model.EntssoService;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.Hashes;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.LogChannel;
import io.jenkins.plugins.entsso.engine.model.Msid;
import io.jenkins.plugins.entsso.engine.model.QueryResult;
import io.jenkins.plugins.entsso.engine.model.RegistrySecrets;
import io.jenkins.plugins.entsso.engine.model.ServerStatus;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Answers of an agent that says what it likes. All are made by the constructors that deserialization calls too, so what these
 * let pass is what can come over a channel.
 *
 * @param in what decides
 * @param known IDs of backups that it may know of
 */
record HostileAgent(Input in, List<UUID> known) {
    /** That it was given, and tells. */
    static final String PASSWORD = "correct horse battery";

    /** Thrown where a constructor has refused a value: that answer never arrives. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        private RefusedException(RuntimeException cause) {
            super(cause);
        }
    }

    /** What a call to an agent comes to: a value that has crossed the channel, or the refusal of one that cannot be. */
    <T> T received(Supplier<T> answer) throws RefusedException {
        T made;
        try {
            made = answer.get();
        } catch (IllegalArgumentException | NullPointerException | ClassCastException e) {
            throw new RefusedException(e);
        }
        // it takes long, and is the same again
        return in.isOneOf(8) ? crossed(made) : made;
    }

    @SuppressWarnings("unchecked")
    private static <T> T crossed(T value) throws RefusedException {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(value);
            }
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                return (T) in.readObject();
            }
        } catch (InvalidObjectException e) {
            throw new AssertionError("it was taken here and refused there", e);
        } catch (IOException | ClassNotFoundException e) {
            throw new AssertionError("what is sent cannot be written or read", e);
        }
    }

    HostFacts facts() {
        return new HostFacts(
                name(),
                nullable(in::text),
                nullable(in::text),
                nullable(in::time),
                !in.isOneOf(16),
                !in.isOneOf(16),
                result(this::log),
                result(this::secrets),
                in.isOneOf(4) ? result(this::status) : QueryResult.failed(in.failure()),
                result(this::service),
                result(in::text),
                sized(20, () -> new BackupFile(in.text(), in.time())),
                in.isOneOf(16) ? in.text() : "");
    }

    private HostFacts.Log log() {
        HostFacts.Repeats required = HostFacts.Repeats.NONE;
        if (in.isOneOf(3)) {
            required = new HostFacts.Repeats((int) in.number(), in.isOneOf(2), mark(), mark());
        }
        return new HostFacts.Log(
                events(),
                required,
                in.isOneOf(4) ? null : mark(),
                in.isOneOf(4) ? null : mark(),
                in.isOneOf(4) ? null : channel(),
                !in.isOneOf(3));
    }

    /** Sometimes as many and as long ones as are taken. */
    private List<EntssoEvent> events() {
        if (!in.isOneOf(32)) {
            return sized(24, this::event);
        }
        List<String> strings = Collections.nCopies(EntssoEvent.MAX_STRINGS, in.text());
        List<EntssoEvent> flood = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            EventId id = EventId.values()[i % EventId.values().length];
            flood.add(new EntssoEvent(id, i, in.time(), strings));
        }
        return flood;
    }

    private HostFacts.Mark mark() {
        return new HostFacts.Mark(in.number(), in.time());
    }

    private EntssoEvent event() {
        return new EntssoEvent(
                in.isOneOf(2)
                        ? in.of(
                                EventId.BACKED_UP,
                                EventId.GENERATED,
                                EventId.RESTORED,
                                EventId.REENCRYPTED,
                                EventId.BACKUP_REQUIRED,
                                EventId.SECRETS_NOT_LOADED,
                                EventId.SECRET_INVALID,
                                EventId.SECRET_SERVER_CHANGED)
                        : in.event(),
                in.number(),
                in.time(),
                sized(9, this::string));
    }

    /** An insertion string: often what such events have. */
    private String string() {
        return switch (in.below(4)) {
            case 0, 1 -> in.msid().toString();
            case 2 -> "C:\\" + BackupName.of(known.isEmpty() ? new UUID(0, in.below(4)) : in.of(known));
            default -> in.text();
        };
    }

    private LogChannel channel() {
        return new LogChannel(
                in.isOneOf(2) ? in.text() : "Application", !in.isOneOf(4), !in.isOneOf(4), in.isOneOf(4), in.number());
    }

    private RegistrySecrets secrets() {
        return new RegistrySecrets(
                !in.isOneOf(8), new TreeSet<>(in.list(5, in::msid)), in.isOneOf(8), sized(18, 1, in::text));
    }

    private ServerStatus status() {
        return new ServerStatus(name(), in.text(), in.isOneOf(2) ? "" : name(), name(), (int) in.number());
    }

    private EntssoService service() {
        return new EntssoService(
                nullable(() -> in.of(EntssoService.State.values())), in.text(), in.isOneOf(2) ? null : in.time());
    }

    private String name() {
        return in.isOneOf(4) ? nullable(in::text) : "BIZTALK1";
    }

    Diagnosis diagnosis() {
        Map<Diagnosis.Detail, QueryResult<ArrayList<String>>> details = new EnumMap<>(Diagnosis.Detail.class);
        for (Diagnosis.Detail detail : Diagnosis.Detail.values()) {
            details.put(detail, result(() -> new ArrayList<>(in.list(in.isOneOf(16) ? 130 : 4, in::text))));
        }
        return new Diagnosis(facts(), details, sized(33, 4, this::message));
    }

    /** @param content of the file, which may be another one's hash */
    BackupAnswer backup(byte[] content, UUID id) {
        List<Finding> messages = sized(202, 4, this::message);
        if (in.isOneOf(3)) {
            BackupFailure failure = new BackupFailure(in.failure().kind(), in.isOneOf(2), sized(21, 3, this::message));
            return new BackupAnswer(messages, null, failure);
        }
        String hash = in.isOneOf(8) ? in.text() : Hashes.sha256(in.isOneOf(8) ? in.rest() : content);
        EntssoEvent event = in.isOneOf(3) ? event() : null;
        if (in.isOneOf(2)) {
            event = new EntssoEvent(
                    EventId.BACKED_UP, in.number(), in.time(), List.of("C:\\" + BackupName.of(id), string(), string()));
        }
        Map<String, String> versions = new HashMap<>();
        in.list(in.isOneOf(16) ? 17 : 2, in::text).forEach(text -> versions.put(text, in.text()));
        BackupAnswer.File file = new BackupAnswer.File(
                content,
                hash,
                event,
                in.isOneOf(2) ? null : in.of(Backup.UnconfirmedReason.values()),
                in.of(Method.values()),
                sized(9, 3, () -> new Proof(in.of(Proof.Claim.values()), !in.isOneOf(8), in.text())),
                versions);
        return new BackupAnswer(messages, file, null);
    }

    Finding message() {
        Finding.Code code = in.of(Finding.Code.values());
        if (in.isOneOf(64)) {
            return new Finding(code, in.of(List.of(), Collections.nCopies(Integer.MAX_VALUE, in.text())));
        }
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < code.arity(); i++) {
            arguments.add(in.isOneOf(16) ? PASSWORD : in.text());
        }
        return new Finding(code, arguments);
    }

    /** The MSIDs that facts name anywhere. */
    static Set<Msid> named(HostFacts facts) {
        Set<Msid> named = new TreeSet<>(facts.listed());
        facts.log().asOptional().ifPresent(log -> log.events().forEach(e -> named.addAll(e.msids())));
        return named;
    }

    private <T extends Serializable> QueryResult<T> result(Supplier<T> value) {
        return in.isOneOf(6) ? QueryResult.failed(in.failure()) : QueryResult.of(nullable(value));
    }

    private <T> T nullable(Supplier<T> value) {
        return in.isOneOf(64) ? null : value.get();
    }

    private <T> List<T> sized(int usual, Supplier<T> element) {
        return sized(usual, usual, element);
    }

    /** A list with a few of those; rarely one with many, with null, with what it must not have, or of no end. */
    @SuppressWarnings("unchecked")
    private <T> List<T> sized(int most, int usual, Supplier<T> element) {
        if (!in.isOneOf(48)) {
            return in.list(usual, element);
        }
        return switch (in.below(4)) {
            case 0 -> in.list(most, element);
            case 1 -> Collections.nCopies(Integer.MAX_VALUE, element.get());
            case 2 -> (List<T>) List.of(5);
            default -> new ArrayList<>(Collections.singletonList(null));
        };
    }
}
