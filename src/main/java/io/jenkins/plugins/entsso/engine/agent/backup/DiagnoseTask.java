package io.jenkins.plugins.entsso.engine.agent.backup;

import io.jenkins.plugins.entsso.engine.agent.AgentTask;
import io.jenkins.plugins.entsso.engine.agent.CheckTask;
import io.jenkins.plugins.entsso.engine.agent.Host;
import io.jenkins.plugins.entsso.engine.agent.HostFactory;
import io.jenkins.plugins.entsso.engine.agent.HostSettings;
import io.jenkins.plugins.entsso.engine.agent.QueryFailedException;
import io.jenkins.plugins.entsso.engine.model.Diagnosis;
import io.jenkins.plugins.entsso.engine.model.Diagnosis.Detail;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.QueryResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * Asks a host for everything that tells why a check or a backup does not do there what it should, and goes through a backup
 * as far as that changes nothing: an empty private directory is made and removed again. What cannot be had is told in its
 * place, and the rest goes on.
 *
 * @param factory of the host
 * @param settings how to ask the host
 */
public record DiagnoseTask(HostFactory factory, HostSettings settings) implements AgentTask<Diagnosis> {
    private static final long serialVersionUID = 1L;

    /** A person waits for this, so no question may take longer. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /** What a check asks, every detail, and the API. */
    private static final int QUESTIONS = 6 + Detail.values().length;

    @Override
    public Duration patience() {
        return limit().multipliedBy(QUESTIONS);
    }

    private Duration limit() {
        Duration limit = settings.queryTimeout();
        return limit.compareTo(LONGEST) < 0 ? limit : LONGEST;
    }

    @Override
    public Diagnosis run() throws InterruptedException {
        Host host = factory.host(settings);
        HostFacts facts = CheckTask.ask(host, limit(), true);
        Map<Detail, QueryResult<ArrayList<String>>> details = new EnumMap<>(Detail.class);
        for (Detail detail : Detail.values()) {
            details.put(detail, ask(host, detail));
        }
        List<Finding> plan = new ArrayList<>();
        if (host.isWindows()) {
            plan.addAll(host.rights().told(host.account()));
            details.put(Detail.PRIVATE_DIRECTORY_ACCESS, tryDirectory(host, plan));
            tellMethod(host, plan);
        }
        return new Diagnosis(facts, details, plan);
    }

    private QueryResult<ArrayList<String>> ask(Host host, Detail detail) throws InterruptedException {
        return switch (detail) {
            case PROGRAM ->
                host.ssoconfig()
                        .map(program -> lines(
                                program, host.fileVersion(Path.of(program)).orElse("?")));
            case JAVA ->
                QueryResult.of(lines(
                        System.getProperty("java.runtime.version"),
                        System.getProperty("java.vm.name"),
                        System.getProperty("os.arch"),
                        System.getProperty("java.home")));
            case WORK_DIRECTORY -> directory(directory -> lines(directory.toString()));
            case VOLUME ->
                directory(directory -> lines(Files.getFileStore(directory).type()));
            case FREE_SPACE ->
                directory(directory -> lines(Long.toString(directory.toFile().getUsableSpace())));
            case WORK_DIRECTORY_ACCESS -> directory(AccessList::describe);
            case PRIVATE_DIRECTORY_ACCESS -> QueryResult.failed(Failure.Kind.WORK_DIRECTORY, "none was made");
            case WINDOWS, GROUPS, SECRETS_64, SECRETS_32, COM_CLASS, JNA, CONSOLE ->
                host.isWindows()
                        ? host.detail(detail, limit())
                        : QueryResult.failed(Failure.Kind.TOOL_MISSING, "not a Windows host");
        };
    }

    private static ArrayList<String> lines(String... lines) {
        return new ArrayList<>(List.of(lines));
    }

    @FunctionalInterface
    private interface DirectoryQuestion {
        ArrayList<String> ask(Path directory) throws IOException;
    }

    private QueryResult<ArrayList<String>> directory(DirectoryQuestion question) {
        try {
            Path directory = Path.of(PrivateDirectory.parent(settings.workDirectory()));
            if (!Files.isDirectory(directory)) {
                throw new NotDirectoryException(directory.toString());
            }
            return QueryResult.of(question.ask(directory));
        } catch (IOException | RuntimeException e) {
            return QueryResult.failed(Failure.Kind.WORK_DIRECTORY, e.toString());
        }
    }

    /** Who could do what in the directory of a backup. */
    private QueryResult<ArrayList<String>> tryDirectory(Host host, List<Finding> plan) throws InterruptedException {
        try (PrivateDirectory directory = PrivateDirectory.create(host, settings.workDirectory())) {
            plan.add(directory.admitService());
            return QueryResult.of(AccessList.describe(directory.path()));
        } catch (PrivateDirectory.UnusableException e) {
            plan.add(e.reason());
            return QueryResult.failed(Failure.Kind.WORK_DIRECTORY, "none could be made");
        } catch (IOException e) {
            return QueryResult.failed(Failure.Kind.WORK_DIRECTORY, e.toString());
        }
    }

    private void tellMethod(Host host, List<Finding> plan) throws InterruptedException {
        String where = PrivateDirectory.parent(settings.workDirectory());
        try {
            // the interface is there if it can be had: nothing is asked of it
            host.api(limit(), api -> true);
            plan.add(Finding.of(Finding.Code.API_USED, where));
            return;
        } catch (QueryFailedException e) {
            plan.add(Finding.of(Finding.Code.API_MISSING));
            plan.add(ApiMethod.cause(e));
        } catch (TimeoutException e) {
            plan.add(Finding.of(Finding.Code.API_TIMEOUT, limit().toSeconds()));
        }
        QueryResult<String> program = host.ssoconfig();
        plan.add(
                program.isKnown()
                        ? Finding.of(Finding.Code.CONSOLE_USED, program.value(), where)
                        : Finding.of(
                                Finding.Code.PROGRAM_MISSING, program.failure().detail()));
    }
}
