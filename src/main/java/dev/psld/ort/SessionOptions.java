package dev.psld.ort;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How to load a model. Immutable.
 *
 * @param saveTo where to write the optimised model, if anywhere
 * @param prepacking whether weights are copied into the kernels' own layouts: faster, and private memory for every session; without
 *     it memory-mapped weights stay shared
 * @param initializers values that replace initialisers of the graph, used in place: they must stay open as long as the session, and
 *     must have the name, type and shape of the initialiser, since ONNX Runtime ignores an unknown name and takes a wrong shape
 * @param freeDimensions sizes for symbolic dimensions, by symbol
 * @param config ONNX Runtime's session config entries
 * @param providers execution providers in falling preference; the CPU is always the last
 */
public record SessionOptions(
        OptimisationLevel level,
        Optional<Path> saveTo,
        boolean prepacking,
        Map<String, OrtTensor> initializers,
        Map<String, Long> freeDimensions,
        Map<String, String> config,
        List<ExecutionProvider> providers) {
    public SessionOptions {
        initializers = Map.copyOf(initializers);
        freeDimensions = Map.copyOf(freeDimensions);
        config = Map.copyOf(config);
        providers = List.copyOf(providers);
    }

    /** Every optimisation, nothing saved, prepacked weights, on the CPU. */
    public static SessionOptions defaults() {
        return new SessionOptions(
                OptimisationLevel.ALL, Optional.empty(), true, Map.of(), Map.of(), Map.of(), List.of());
    }

    public SessionOptions withLevel(OptimisationLevel other) {
        return new SessionOptions(other, saveTo, prepacking, initializers, freeDimensions, config, providers);
    }

    public SessionOptions withSaveTo(Path file) {
        return new SessionOptions(
                level, Optional.of(file), prepacking, initializers, freeDimensions, config, providers);
    }

    public SessionOptions withPrepacking(boolean on) {
        return new SessionOptions(level, saveTo, on, initializers, freeDimensions, config, providers);
    }

    public SessionOptions withInitializers(Map<String, OrtTensor> values) {
        return new SessionOptions(level, saveTo, prepacking, values, freeDimensions, config, providers);
    }

    public SessionOptions withFreeDimensions(Map<String, Long> sizes) {
        return new SessionOptions(level, saveTo, prepacking, initializers, sizes, config, providers);
    }

    public SessionOptions withConfig(Map<String, String> entries) {
        return new SessionOptions(level, saveTo, prepacking, initializers, freeDimensions, entries, providers);
    }

    public SessionOptions withProviders(List<ExecutionProvider> others) {
        return new SessionOptions(level, saveTo, prepacking, initializers, freeDimensions, config, others);
    }

    /** The same on the providers that the ladder picked. */
    public SessionOptions with(Pick pick) {
        return withProviders(pick.providers());
    }
}
