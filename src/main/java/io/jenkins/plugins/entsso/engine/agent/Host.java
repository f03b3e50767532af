package io.jenkins.plugins.entsso.engine.agent;

import io.jenkins.plugins.entsso.engine.model.BackupFile;
import io.jenkins.plugins.entsso.engine.model.Diagnosis;
import io.jenkins.plugins.entsso.engine.model.EntssoService;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.QueryResult;
import io.jenkins.plugins.entsso.engine.model.RegistrySecrets;
import io.jenkins.plugins.entsso.engine.model.ServerStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * The Windows host that the agent's JVM runs on, as checks and backups ask it. A question that stays without an answer says
 * why; it never looks like the answer 'nothing'.
 *
 * <p>Every question ends within its time limit: a call that hangs is cancelled, or given up with at most one abandoned
 * thread for each kind of question.
 */
public interface Host {
    /** Whether this is Windows; nothing else is asked where it is not. */
    boolean isWindows();

    /** What the host calls itself. */
    String computer();

    /** The account that this JVM runs as. */
    String account();

    /** Whether ENTSSO's registry key or its program is there, or cannot be told. Costs next to nothing. */
    boolean hasEntsso();

    /** What the event log says of ENTSSO. */
    QueryResult<HostFacts.Log> eventLog(Duration limit) throws InterruptedException;

    /** Which master secrets the registry names. */
    QueryResult<RegistrySecrets> secrets(Duration limit) throws InterruptedException;

    /** How ENTSSO's Windows service is. */
    QueryResult<EntssoService> service(Duration limit) throws InterruptedException;

    /** What ENTSSO says of its role; a failure of kind {@code METHOD_MISSING} where its class is not installed. */
    QueryResult<ServerStatus> status(Duration limit) throws InterruptedException;

    /** Path of {@code ssoconfig}, or where it was looked for. */
    QueryResult<String> ssoconfig();

    /**
     * What only a person who looks for a fault wants to know.
     *
     * @param detail one that Windows has to be asked for
     * @param limit how long that may take
     * @throws InterruptedException if interrupted
     */
    QueryResult<ArrayList<String>> detail(Diagnosis.Detail detail, Duration limit) throws InterruptedException;

    /** Files called {@code *.bak} beside {@code ssoconfig}, by name and date; none where that is not known. */
    List<BackupFile> backupFiles();

    /** What the agent's process may do. */
    Rights rights();

    /** The account that ENTSSO's service runs as, by the service's own entry; empty where that cannot be told. */
    Optional<String> serviceAccount();

    /** The account of that name, or of that SID, for an access control list. */
    Optional<UserPrincipal> principal(String nameOrSid);

    /** The version of a program; empty where it has none. */
    Optional<String> fileVersion(Path program);

    /**
     * Works with ENTSSO's administration interface.
     *
     * @param limit how long all of that may take
     * @throws QueryFailedException if the interface cannot be had; nothing was done then
     * @throws TimeoutException if it took longer; the work was given up
     * @throws InterruptedException if interrupted; the work was given up
     */
    <T> T api(Duration limit, SecretApi.Work<T> work)
            throws QueryFailedException, TimeoutException, InterruptedException;

    /**
     * Starts a program at a console of its own, with the environment of this JVM.
     *
     * @throws IOException if it cannot be started
     * @throws UnsupportedOperationException if there are no such consoles here, with the reason in the message
     */
    Console open(List<String> command, Path directory) throws IOException;
}
