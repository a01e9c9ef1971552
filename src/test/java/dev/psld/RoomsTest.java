package dev.psld;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Keeps the rooms and the arrows between them: which package may import which. */
@AnalyzeClasses(packages = "dev.psld", importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {

    private static final String BASE = "dev.psld.";

    /** Every room, and exactly the rooms that it imports: what is missing here, or not needed any more, fails. */
    private static final Map<String, Set<String>> ROOMS = Map.ofEntries(
            entry("fault", Set.of()),
            entry("file", Set.of("fault")),
            entry("graph", Set.of("fault")),
            entry("autodiff", Set.of("fault", "graph")),
            entry("host", Set.of()),
            entry("http", Set.of("host")),
            entry("job", Set.of("fault", "file", "parameter")),
            entry("operator", Set.of("autodiff", "fault", "file", "graph", "parameter")),
            entry("gpu", Set.of()),
            entry("ort", Set.of("fault", "gpu")),
            entry("derive", Set.of("autodiff", "fault", "file", "graph", "ort")),
            entry("bundle", Set.of("autodiff", "derive", "fault", "file", "graph", "ort", "text")),
            entry("hub", Set.of("fault")),
            entry("parameter", Set.of()),
            entry("text", Set.of("fault")),
            entry("picture", Set.of("fault", "file")),
            entry("metrics", Set.of("picture")),
            entry("sampler", Set.of("fault", "graph", "operator", "parameter")),
            entry("chain", Set.of("autodiff", "bundle", "derive", "file", "graph", "operator", "ort", "sampler")),
            entry("diffusers", Set.of("bundle", "derive", "file", "graph", "ort", "sampler", "text")),
            entry("config", Set.of("fault", "file", "operator", "parameter", "sampler")),
            entry("agent", Set.of("config", "fault", "host", "http", "job")),
            entry(
                    "web",
                    Set.of(
                            "config",
                            "fault",
                            "file",
                            "host",
                            "http",
                            "job",
                            "operator",
                            "parameter",
                            "picture",
                            "sampler")),
            entry("fused", Set.of("autodiff", "bundle", "chain", "derive", "graph", "operator", "ort", "sampler")),
            entry(
                    "bench",
                    Set.of(
                            "bundle",
                            "chain",
                            "derive",
                            "fault",
                            "file",
                            "fused",
                            "graph",
                            "host",
                            "operator",
                            "ort",
                            "sampler")),
            entry(
                    "restore",
                    Set.of(
                            "bundle",
                            "chain",
                            "config",
                            "derive",
                            "fault",
                            "file",
                            "fused",
                            "graph",
                            "host",
                            "job",
                            "operator",
                            "ort",
                            "parameter",
                            "picture",
                            "sampler")),
            entry(
                    "eval",
                    Set.of(
                            "bundle",
                            "chain",
                            "derive",
                            "fault",
                            "file",
                            "graph",
                            "host",
                            "metrics",
                            "operator",
                            "ort",
                            "parameter",
                            "picture",
                            "restore",
                            "sampler")),
            entry("service", Set.of("file")),
            entry("spool", Set.of("file", "job")),
            entry("fleet", Set.of("fault", "file", "job")),
            entry(
                    "cli",
                    Set.of(
                            "agent",
                            "autodiff",
                            "bench",
                            "bundle",
                            "chain",
                            "config",
                            "derive",
                            "diffusers",
                            "eval",
                            "fault",
                            "file",
                            "fleet",
                            "fused",
                            "gpu",
                            "graph",
                            "host",
                            "hub",
                            "job",
                            "operator",
                            "ort",
                            "parameter",
                            "picture",
                            "restore",
                            "sampler",
                            "service",
                            "spool",
                            "web")));

    @ArchTest
    static final ArchRule NO_CIRCLES_OF_ROOMS =
            slices().matching("dev.psld.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_CIRCLES_OF_PACKAGES =
            slices().matching("dev.psld.(**)").should().beFreeOfCycles();

    @ArchTest
    static void every_room_imports_what_it_may_and_no_more(JavaClasses classes) {
        Map<String, Set<String>> found = new TreeMap<>();
        for (JavaClass one : classes) {
            Set<String> imports = found.computeIfAbsent(room(one), room -> new TreeSet<>());
            for (Dependency dependency : one.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (target.getPackageName().startsWith(BASE) && !room(target).equals(room(one))) {
                    imports.add(room(target));
                }
            }
        }
        assertThat(found).isEqualTo(new TreeMap<>(ROOMS));
    }

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

    private static String room(JavaClass one) {
        String within = one.getPackageName().substring(BASE.length());
        int dot = within.indexOf('.');
        return dot < 0 ? within : within.substring(0, dot);
    }
}
