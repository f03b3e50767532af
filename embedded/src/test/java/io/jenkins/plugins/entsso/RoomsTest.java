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
    public static final ArchRule SECRET = room("secret");

    @ArchTest
    public static final ArchRule WINDOWS =
            room("windows", "io.jenkins.plugins.entsso.secret..", "com.sun.jna..", "com.pty4j..");

    @ArchTest
    public static final ArchRule BACKUP = room(
            "backup",
            "io.jenkins.plugins.entsso.secret..",
            "io.jenkins.plugins.entsso.windows..",
            "com.sun.jna..",
            "com.pty4j..",
            "com.google.gson..");

    @ArchTest
    public static final ArchRule LEDGER = room("ledger", "io.jenkins.plugins.entsso.secret..", "com.google.gson..");

    @ArchTest
    public static final ArchRule REPORT = room(
            "report", "io.jenkins.plugins.entsso.secret..", "io.jenkins.plugins.entsso.ledger..", "com.google.gson..");

    @ArchTest
    public static final ArchRule RUN = room(
            "run",
            "io.jenkins.plugins.entsso.secret..",
            "io.jenkins.plugins.entsso.windows..",
            "io.jenkins.plugins.entsso.backup..",
            "io.jenkins.plugins.entsso.ledger..",
            "io.jenkins.plugins.entsso.patrol..",
            "io.jenkins.plugins.entsso.report..");

    @ArchTest
    public static final ArchRule PATROL =
            room("patrol", "io.jenkins.plugins.entsso.secret..", "io.jenkins.plugins.entsso.ledger..");

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
