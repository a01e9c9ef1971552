package dev.psld.cli;

import dev.psld.bundle.ModelFolders;
import dev.psld.cli.doctor.BundleCheck;
import dev.psld.cli.doctor.CacheCheck;
import dev.psld.cli.doctor.Finding;
import dev.psld.cli.doctor.Finding.Status;
import dev.psld.cli.doctor.GradientCheck;
import dev.psld.cli.doctor.JavaCheck;
import dev.psld.cli.doctor.MemoryCheck;
import dev.psld.cli.doctor.RuntimeCheck;
import dev.psld.cli.event.JsonLines;
import dev.psld.fault.FaultException;
import dev.psld.gpu.MachineFiles;
import dev.psld.ort.Environment;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The verb doctor: looks at everything a restoration needs and says what to do about what is missing. */
@Command(
        name = "doctor",
        description = "Show what works on this machine, and what to do about the rest.",
        mixinStandardHelpOptions = true)
final class Doctor implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private RuntimeOptions runtime;

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "Folder or name of one model bundle, whose gradients are then compared with the CPU’s too.")
    private Optional<String> model = Optional.empty();

    @Option(names = "--json", description = "Print one JSON object a line instead of text.")
    private boolean json;

    @Override
    public Integer call() {
        List<Finding> findings = new ArrayList<>();
        findings.add(JavaCheck.look());
        findings.addAll(RuntimeCheck.look(MachineFiles.here(), runtime::open, runtime::pick));
        List<Path> bundles = model.isPresent() ? List.of(ModelFolders.choose(model)) : ModelFolders.installed();
        for (Path bundle : bundles.isEmpty() ? List.of(ModelFolders.choose(model)) : bundles) {
            findings.add(BundleCheck.look(bundle));
        }
        model.map(name -> ModelFolders.choose(Optional.of(name))).ifPresent(folder -> findings.add(gradients(folder)));
        findings.add(MemoryCheck.look());
        findings.add(CacheCheck.look());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            findings.forEach(new JsonLines(out)::line);
        } else {
            findings.forEach(finding -> print(finding, out));
        }
        out.flush();
        return code(findings).code();
    }

    private Finding gradients(Path folder) {
        try (Environment environment = runtime.open()) {
            return GradientCheck.look(environment, runtime.pick(environment), folder);
        } catch (FaultException e) {
            return new Finding("gradients", Status.WARN, String.valueOf(e.getMessage()), "see the lines above");
        }
    }

    private static ExitCode code(List<Finding> findings) {
        return findings.stream()
                .filter(f -> f.status() == Status.FAIL)
                .findFirst()
                .map(f -> switch (f.subject()) {
                    case "provider", "onnxruntime", "precision", "gradients" -> ExitCode.PROVIDER;
                    case "model" -> ExitCode.MODEL;
                    default -> ExitCode.FAILED;
                })
                .orElse(ExitCode.OK);
    }

    private static void print(Finding finding, PrintWriter out) {
        out.printf(
                "%-4s  %-12s %s%n",
                finding.status().name().toLowerCase(Locale.ROOT), finding.subject(), finding.found());
        if (!finding.remedy().isEmpty()) {
            out.printf("%19s→ %s%n", "", finding.remedy());
        }
    }
}
