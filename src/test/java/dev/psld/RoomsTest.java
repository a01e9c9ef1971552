package dev.psld;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.ArrayList;
import java.util.List;

/** Keeps the rooms and the arrows between them: which package may import which. */
@AnalyzeClasses(packages = "dev.psld", importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {

    private static final List<String> ROOMS = List.of(
            "graph",
            "autodiff",
            "operator",
            "ort",
            "bundle",
            "chain",
            "fused",
            "sampler",
            "picture",
            "metrics",
            "job",
            "spool",
            "host",
            "config",
            "agent",
            "bench",
            "cli");

    @ArchTest
    static final ArchRule NO_CIRCLES =
            slices().matching("dev.psld.(*)..").should().beFreeOfCycles();

    /** Rules and their parts know the differentiator, which knows only the book that it is given; nothing goes round. */
    @ArchTest
    static final ArchRule NO_CIRCLES_IN_AUTODIFF =
            slices().assignedFrom(new Packages("dev.psld.autodiff")).should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_CIRCLES_IN_GRAPH =
            slices().assignedFrom(new Packages("dev.psld.graph")).should().beFreeOfCycles();

    @ArchTest
    static final ArchRule GRAPH = mayUse("graph");

    @ArchTest
    static final ArchRule AUTODIFF = mayUse("autodiff", "graph");

    @ArchTest
    static final ArchRule OPERATOR = mayUse("operator", "graph", "autodiff");

    @ArchTest
    static final ArchRule ORT = mayUse("ort");

    @ArchTest
    static final ArchRule BUNDLE = mayUse("bundle", "graph", "autodiff", "ort");

    @ArchTest
    static final ArchRule CHAIN = mayUse("chain", "ort", "bundle", "operator", "autodiff", "graph", "sampler");

    @ArchTest
    static final ArchRule FUSED = mayUse("fused", "ort", "bundle", "operator", "graph", "chain", "sampler");

    @ArchTest
    static final ArchRule SAMPLER = mayUse("sampler");

    @ArchTest
    static final ArchRule PICTURE = mayUse("picture");

    @ArchTest
    static final ArchRule METRICS = mayUse("metrics", "picture", "ort");

    @ArchTest
    static final ArchRule HOST = mayUse("host");

    @ArchTest
    static final ArchRule CONFIG = mayUse("config", "operator", "sampler");

    @ArchTest
    static final ArchRule JOB = mayUse("job");

    @ArchTest
    static final ArchRule SPOOL = mayUse("spool", "job");

    @ArchTest
    static final ArchRule BENCH =
            mayUse("bench", "chain", "ort", "bundle", "operator", "sampler", "graph", "autodiff", "config", "host");

    @ArchTest
    static final ArchRule AGENT = mayUse("agent", "job", "spool", "host", "config", "operator");

    @ArchTest
    static final ArchRule SAMPLER_IS_PURE = noClasses()
            .that()
            .resideInAPackage("dev.psld.sampler..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.io..", "java.nio..", "java.time..", "java.util.concurrent..");

    @ArchTest
    static final ArchRule ONLY_CLI_KNOWS_PICOCLI = noClasses()
            .that()
            .resideOutsideOfPackage("dev.psld.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..");

    @ArchTest
    static final ArchRule ONLY_ORT_AND_HOST_KNOW_NATIVE_CODE = noClasses()
            .that()
            .resideOutsideOfPackages("dev.psld.ort..", "dev.psld.host..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.sun.jna..", "ai.onnxruntime..");

    private static ArchRule mayUse(String room, String... others) {
        List<String> closed = new ArrayList<>(ROOMS);
        closed.remove(room);
        closed.removeAll(List.of(others));
        String[] packages = closed.stream().map(r -> "dev.psld." + r + "..").toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage("dev.psld." + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .allowEmptyShould(true);
    }

    /** Every package of a room, the room's own among them, as a slice of its own. */
    private record Packages(String room) implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            String name = type.getPackageName();
            return name.equals(room) || name.startsWith(room + ".")
                    ? SliceIdentifier.of(name)
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "packages of " + room;
        }
    }
}
