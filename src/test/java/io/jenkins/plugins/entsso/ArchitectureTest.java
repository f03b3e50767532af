package io.jenkins.plugins.entsso;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchUnitRunner;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.runner.RunWith;

/**
 * Which package may use which. Both builds run this: the glue is there in one of them only, the simulator is main code in
 * the other only, and a rule about what is absent holds.
 */
@RunWith(ArchUnitRunner.class)
@AnalyzeClasses(packages = "io.jenkins.plugins.entsso", importOptions = ImportOption.DoNotIncludeTests.class)
public class ArchitectureTest {
    private static final String BASE = "io.jenkins.plugins.entsso.";
    private static final String[] JDK = {
        "java..", "com.sun.nio.file", "javax.xml..", "javax.crypto..", "edu.umd.cs.findbugs.annotations"
    };

    private static final String MODEL = BASE + "engine.model";
    private static final String AGENT = BASE + "engine.agent";
    private static final String WINDOWS = BASE + "engine.agent.windows";
    private static final String BACKUP = BASE + "engine.agent.backup";
    private static final String RUN = BASE + "engine.run";
    private static final String SEAL = BASE + "engine.seal";
    private static final String LEDGER = BASE + "engine.ledger";
    private static final String PATROL = BASE + "engine.patrol";
    private static final String REPORT = BASE + "engine.report";

    private static final String CONFIG_GLUE = BASE + "config";
    private static final String PATROL_GLUE = BASE + "patrol";
    private static final String STEPS_GLUE = BASE + "steps";
    private static final String DASHBOARD_GLUE = BASE + "dashboard";

    private static final String SIMULATOR = BASE + "simulator";
    private static final String EMBEDDED = BASE + "embedded";

    private static final String GSON = "com.google.gson..";

    /** So that no rule holds only because its package was renamed. */
    @ArchTest
    public static final ArchRule thereAreNoOtherPackages = classes()
            .should()
            .resideInAnyPackage(
                    MODEL,
                    AGENT,
                    WINDOWS,
                    BACKUP,
                    RUN,
                    SEAL,
                    LEDGER,
                    PATROL,
                    REPORT,
                    CONFIG_GLUE,
                    PATROL_GLUE,
                    STEPS_GLUE,
                    DASHBOARD_GLUE,
                    SIMULATOR,
                    EMBEDDED);

    @ArchTest
    public static final ArchRule noCycles =
            slices().matching(BASE + "(**)").should().beFreeOfCycles();

    @ArchTest
    public static final ArchRule model = onlyUses(MODEL);

    @ArchTest
    public static final ArchRule agent = onlyUses(AGENT, MODEL);

    @ArchTest
    public static final ArchRule agentWindows = onlyUses(WINDOWS, AGENT, MODEL, "com.sun.jna..", "com.pty4j..");

    @ArchTest
    public static final ArchRule agentBackup = onlyUses(BACKUP, AGENT, MODEL);

    /** A person opens envelopes with it and without any server, in years to come. */
    @ArchTest
    public static final ArchRule seal = onlyUses(SEAL, MODEL, "javax.security.auth.x500", "org.bouncycastle..");

    @ArchTest
    public static final ArchRule ledger = onlyUses(LEDGER, MODEL, GSON);

    @ArchTest
    public static final ArchRule patrol = onlyUses(PATROL, LEDGER, MODEL);

    @ArchTest
    public static final ArchRule report = onlyUses(REPORT, LEDGER, MODEL, GSON);

    @ArchTest
    public static final ArchRule run = onlyUses(RUN, AGENT, BACKUP, SEAL, LEDGER, PATROL, REPORT, MODEL, GSON);

    /** It stands in for a host, so it knows the interface to a host and the values that cross it. */
    @ArchTest
    public static final ArchRule simulator = onlyUses(SIMULATOR, AGENT, MODEL).allowEmptyShould(true);

    @ArchTest
    public static final ArchRule config = doesNotUse(CONFIG_GLUE, PATROL_GLUE, STEPS_GLUE, DASHBOARD_GLUE);

    @ArchTest
    public static final ArchRule patrolGlue = doesNotUse(PATROL_GLUE, STEPS_GLUE, DASHBOARD_GLUE);

    @ArchTest
    public static final ArchRule steps = doesNotUse(STEPS_GLUE, DASHBOARD_GLUE);

    /** The settings choose how a host is asked; everything else knows the interface only. */
    @ArchTest
    public static final ArchRule onlySettingsChooseTheHost = noClasses()
            .that()
            .resideOutsideOfPackages(WINDOWS, CONFIG_GLUE, EMBEDDED)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(WINDOWS);

    private static ArchRule onlyUses(String own, String... others) {
        String[] allowed = Stream.of(Stream.of(own), Arrays.stream(JDK), Arrays.stream(others))
                .flatMap(names -> names)
                .toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(own)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed);
    }

    private static ArchRule doesNotUse(String own, String... others) {
        return noClasses()
                .that()
                .resideInAPackage(own)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .allowEmptyShould(true);
    }
}
