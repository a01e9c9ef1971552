package dev.psld.ort;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Writes what ONNX Runtime makes of a model at load: constants folded, dead code gone. Stateless. */
public final class ModelOptimiser {
    private ModelOptimiser() {}

    /**
     * Loads a model with these sizes for its symbolic dimensions and writes the optimised one, with its new weights inside; weights
     * in a file beside it that were not touched keep their relative reference. At {@link OptimisationLevel#BASIC} it holds standard
     * operators only. Shapes of intermediates are not written, and operator sets that the graph does not use are declared.
     *
     * @return {@code out}
     */
    public static Path foldTo(
            Environment environment, Path in, Path out, OptimisationLevel level, Map<String, Long> freeDimensions) {
        return foldTo(environment, in, out, level, freeDimensions, Optional.empty());
    }

    /**
     * The same, with initialisers of 1 KiB and more in a file of their own.
     *
     * @param weights name of that file, beside {@code out}; empty = inside the model, up to 2 GiB
     */
    public static Path foldTo(
            Environment environment,
            Path in,
            Path out,
            OptimisationLevel level,
            Map<String, Long> freeDimensions,
            Optional<String> weights) {
        Map<String, String> config = weights.map(file -> Map.of(
                        "session.optimized_model_external_initializers_file_name",
                        file,
                        "session.optimized_model_external_initializers_min_size_in_bytes",
                        "1024"))
                .orElse(Map.of());
        SessionOptions options = SessionOptions.defaults()
                .withLevel(level)
                .withSaveTo(out)
                .withPrepacking(false)
                .withFreeDimensions(freeDimensions)
                .withConfig(config);
        environment.session(in, options).close();
        return out;
    }
}
