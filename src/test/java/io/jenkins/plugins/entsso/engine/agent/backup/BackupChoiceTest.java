package io.jenkins.plugins.entsso.engine.agent.backup;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.engine.agent.HostSettings;
import io.jenkins.plugins.entsso.engine.agent.Rights;
import io.jenkins.plugins.entsso.engine.agent.Rights.TriState;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.QueryResult;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Which method is taken, and that no second one follows a first that may have done something. */
public class BackupChoiceTest {
    private static final BackupMethod.Made REFUSED = new BackupMethod.Made(
            List.of(), new Failure(Failure.Kind.OFFLINE, "offline"), true, true, "answered 0xC0002A10");
    private static final BackupMethod.Made NOT_THERE =
            BackupMethod.Made.not(Failure.Kind.METHOD_MISSING, "no such class");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<Method> called = new ArrayList<>();
    private BackupMethod.Made api = REFUSED;
    private Rights rights = Rights.UNKNOWN;
    private QueryResult<String> tool = QueryResult.of("ssoconfig");

    @Test
    public void theApiComesFirst() throws Exception {
        assertEquals(Failure.Kind.OFFLINE, run(Method.AUTO).failure().kind());
        assertEquals(List.of(Method.API), called);
    }

    @Test
    public void theConsoleFollowsOnlyAnApiThatIsNotThere() throws Exception {
        api = NOT_THERE;
        BackupAnswer answer = run(Method.AUTO);
        assertEquals(List.of(Method.API, Method.CONSOLE), called);
        assertTrue(answer.story().toString(), answer.story().toString().contains("Not by the API"));
        assertTrue(answer.story().toString(), answer.story().toString().contains("no such class"));
    }

    @Test
    public void aMissingMethodThatGotEverythingMayHaveDoneSomething() throws Exception {
        api = new BackupMethod.Made(List.of(), NOT_THERE.failure(), true, true, "answered");
        run(Method.AUTO);
        assertEquals(List.of(Method.API), called);
    }

    @Test
    public void whatWasChosenIsAllThatIsTried() throws Exception {
        run(Method.CONSOLE);
        assertEquals(List.of(Method.CONSOLE), called);
        called.clear();
        api = NOT_THERE;
        assertEquals(Failure.Kind.METHOD_MISSING, run(Method.API).failure().kind());
        assertEquals(List.of(Method.API), called);
    }

    @Test
    public void theApiNeedsNoProgram() throws Exception {
        tool = QueryResult.failed(Failure.Kind.TOOL_MISSING, "no ssoconfig");
        run(Method.API);
        assertEquals(List.of(Method.API), called);
        called.clear();
        assertEquals(Failure.Kind.TOOL_MISSING, run(Method.CONSOLE).failure().kind());
        assertEquals(List.of(), called);
    }

    @Test
    public void withoutRightsNothingIsTried() throws Exception {
        rights = new Rights(TriState.NO, TriState.NO, TriState.UNKNOWN);
        Failure failure = run(Method.AUTO).failure();
        assertEquals(Failure.Kind.ACCESS_DENIED, failure.kind());
        assertTrue(failure.detail(), failure.detail().contains("CONTOSO\\jenkins"));
        assertTrue(failure.detail(), failure.detail().contains("SSO Administrators"));
        rights = new Rights(TriState.NO, TriState.YES, TriState.YES);
        assertEquals(Failure.Kind.ACCESS_DENIED, run(Method.CONSOLE).failure().kind());
        assertEquals(List.of(), called);
        rights = new Rights(TriState.YES, TriState.YES, TriState.NO);
        BackupAnswer answer = run(Method.API);
        assertEquals(List.of(Method.API), called);
        assertTrue(answer.story().toString(), answer.story().toString().contains("If ENTSSO denies access"));
    }

    private BackupAnswer run(Method method) throws InterruptedException, IOException {
        HostSettings settings = new HostSettings(
                null, null, null, folder.newFolder().toString(), Duration.ofSeconds(5), Duration.ofSeconds(5));
        Failure unasked = new Failure(Failure.Kind.SILENT, "not asked");
        HostFacts facts = new HostFacts(
                "BIZTALK01",
                "CONTOSO\\jenkins",
                "Windows",
                Instant.EPOCH,
                true,
                QueryResult.failed(unasked),
                QueryResult.failed(unasked),
                tool);
        BackupTask task = new BackupTask(
                settings, method, UUID.randomUUID(), new Password("correct horse 1".toCharArray()), "in the safe");
        BackupWork.Methods methods = new BackupWork.Methods(
                noting(Method.API, () -> api), program -> noting(Method.CONSOLE, () -> REFUSED), () -> rights);
        return new BackupWork(task, () -> facts, methods, Duration.ZERO).run();
    }

    private BackupMethod noting(Method method, java.util.function.Supplier<BackupMethod.Made> made) {
        return (directory, name, password, reminder, limit) -> {
            called.add(method);
            return made.get();
        };
    }
}
