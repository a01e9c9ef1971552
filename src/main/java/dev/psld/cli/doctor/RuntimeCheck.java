package dev.psld.cli.doctor;

import dev.psld.ort.Environment;
import dev.psld.ort.Pick;
import dev.psld.ort.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Looks at ONNX Runtime: its library, its version, and the provider that graphs would run on. */
public final class RuntimeCheck {
    private RuntimeCheck() {}

    /**
     * Looks now, and closes what it opens.
     *
     * @param open opens ONNX Runtime
     * @param pick picks the provider
     */
    public static List<Finding> look(Supplier<Environment> open, Function<Environment, Pick> pick) {
        List<Finding> findings = new ArrayList<>();
        try (Environment environment = open.get()) {
            findings.add(Finding.ok("onnxruntime", environment.version() + " from " + environment.libraryFile()));
            Pick picked = pick.apply(environment);
            findings.add(
                    picked.provider() == Provider.CPU && !picked.reasons().isEmpty()
                            ? Finding.warn(
                                    "provider",
                                    picked.line(),
                                    "none where there is no GPU; else install the NVIDIA driver, CUDA 12 and cuDNN 9")
                            : Finding.ok("provider", picked.line()));
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
