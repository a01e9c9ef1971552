package dev.psld.cli.doctor;

import dev.psld.gpu.CudaBuild;
import dev.psld.gpu.MachineFiles;
import dev.psld.gpu.NvidiaGpu;
import dev.psld.ort.Environment;
import dev.psld.ort.Pick;
import dev.psld.ort.Provider;
import dev.psld.ort.ProviderLadder;
import dev.psld.ort.ProviderSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Looks at ONNX Runtime: its library, its version, and the provider that graphs would run on. */
public final class RuntimeCheck {
    private RuntimeCheck() {}

    /**
     * Looks now, and closes what it opens.
     *
     * @param machine where to look for GPUs and their libraries
     * @param open opens ONNX Runtime
     * @param pick picks the provider
     */
    public static List<Finding> look(
            MachineFiles machine, Supplier<Environment> open, Function<Environment, Pick> pick) {
        List<Finding> findings = new ArrayList<>();
        try (Environment environment = open.get()) {
            findings.add(Finding.ok("onnxruntime", environment.version() + " from " + environment.libraryFile()));
            Optional<CudaBuild> build = environment.cudaBuild();
            findings.addAll(GpuCheck.look(machine, build));
            if (NvidiaGpu.of(machine).isPresent() && build.isPresent()) {
                ProviderLadder.trials(environment, ProviderSettings.defaults())
                        .forEach((provider, words) -> findings.add(GpuCheck.trial(provider.title(), words)));
            }
            Pick picked = pick.apply(environment);
            findings.add(
                    picked.provider() == Provider.CPU && !picked.reasons().isEmpty()
                            ? Finding.warn(
                                    "provider",
                                    picked.line(),
                                    "none where there is no GPU; else install the NVIDIA driver, "
                                            + build.map(CudaBuild::words)
                                                    .orElse("and an ONNX Runtime for it (--ort-lib)"))
                            : Finding.ok("provider", picked.line()));
            findings.add(PrecisionCheck.look(environment, picked));
        } catch (RuntimeException e) {
            findings.add(Finding.fail(
                    findings.isEmpty() ? "onnxruntime" : "provider",
                    String.valueOf(e.getMessage()),
                    findings.isEmpty()
                            ? "give the folder of a libonnxruntime.so for this machine with --ort-lib DIR"
                            : "leave --provider out to run on what is there"));
        }
        return findings;
    }
}
