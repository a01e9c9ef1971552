package dev.psld.cli.doctor;

import dev.psld.bundle.Bundle;
import dev.psld.bundle.ProviderProof;
import dev.psld.derive.ModelException;
import dev.psld.ort.Environment;
import dev.psld.ort.OrtException;
import dev.psld.ort.Pick;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Says how near a model’s values and pullbacks on the provider that was picked are to those on the CPU. */
public final class GradientCheck {
    /** Of gradients on a GPU, whose sums run in another order, and may multiply in TF32. */
    private static final double LIMIT = 1e-3;

    private GradientCheck() {}

    /** Loads and runs all graphs of the model, on both. */
    public static Finding look(Environment environment, Pick pick, Path folder) {
        try {
            Bundle bundle = Bundle.open(folder);
            return verdict(
                    bundle.manifest().name(), pick.provider().title(), ProviderProof.of(environment, bundle, pick));
        } catch (ModelException e) {
            return Finding.warn("gradients", String.valueOf(e.getMessage()), "see the line of the model");
        } catch (OrtException e) {
            return Finding.fail("gradients", e.sentence(), "restore with --provider cpu");
        }
    }

    static Finding verdict(String model, String provider, Map<String, Double> apart) {
        String found = model + " on " + provider + ", from the CPU: "
                + apart.entrySet().stream()
                        .map(e -> String.format(Locale.ROOT, "%s %.1e", e.getKey(), e.getValue()))
                        .collect(Collectors.joining(", "));
        return apart.values().stream().allMatch(a -> a <= LIMIT)
                ? Finding.ok("gradients", found)
                : Finding.warn(
                        "gradients", found, "restore with --provider cpu, or try another ONNX Runtime (--ort-lib)");
    }
}
