package io.jenkins.plugins.entsso;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchUnitRunner;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.runner.RunWith;

/** Who may use whom: the rooms of the engine know their neighbours and no CI server. */
@RunWith(ArchUnitRunner.class)
@AnalyzeClasses(packages = "io.jenkins.plugins.entsso", importOptions = ImportOption.DoNotIncludeTests.class)
public class RoomsTest {
    private static final String[] JDK = {"java..", "javax.xml..", "javax.crypto..", "edu.umd.cs.findbugs.annotations"};

    @ArchTest
    public static final ArchRule SECRET = room("engine.model");

    @ArchTest
    public static final ArchRule WINDOWS =
            room("engine.agent.windows", "io.jenkins.plugins.entsso.engine.model..", "com.sun.jna..", "com.pty4j..");

    @ArchTest
    public static final ArchRule BACKUP = room(
            "engine.agent.backup",
            "io.jenkins.plugins.entsso.engine.model..",
            "io.jenkins.plugins.entsso.engine.agent.windows..",
            "com.sun.jna..",
            "com.pty4j..",
            "com.google.gson..");

    @ArchTest
    public static final ArchRule LEDGER =
            room("engine.ledger", "io.jenkins.plugins.entsso.engine.model..", "com.google.gson..");

    @ArchTest
    public static final ArchRule REPORT = room(
            "engine.report",
            "io.jenkins.plugins.entsso.engine.model..",
            "io.jenkins.plugins.entsso.engine.ledger..",
            "com.google.gson..");

    @ArchTest
    public static final ArchRule RUN = room(
            "engine.run",
            "io.jenkins.plugins.entsso.engine.model..",
            "io.jenkins.plugins.entsso.engine.agent.windows..",
            "io.jenkins.plugins.entsso.engine.agent.backup..",
            "io.jenkins.plugins.entsso.engine.ledger..",
            "io.jenkins.plugins.entsso.engine.patrol..",
            "io.jenkins.plugins.entsso.engine.report..");

    @ArchTest
    public static final ArchRule PATROL = room(
            "engine.patrol", "io.jenkins.plugins.entsso.engine.model..", "io.jenkins.plugins.entsso.engine.ledger..");

    /** The simulated host shares no code with what it tests. */
    @ArchTest
    public static final ArchRule SIMULATOR = room("simulator");

    private static ArchRule room(String name, String... mayUse) {
        String own = "io.jenkins.plugins.entsso." + name + "..";
        String[] all = Stream.of(Stream.of(own), Arrays.stream(JDK), Arrays.stream(mayUse))
                .flatMap(s -> s)
                .toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(own)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(all);
    }
}
