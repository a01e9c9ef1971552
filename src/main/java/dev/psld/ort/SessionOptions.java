package dev.psld.ort;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How to load a model. Immutable.
 *
 * @param saveTo where to write the optimised model, if anywhere
 * @param prepacking whether weights are copied into the kernels' own layouts: faster, and private memory for every session; without
 *     it memory-mapped weights stay shared
 * @param arena whether the memory of intermediates stays with the session from run to run; without it every block goes back as
 *     soon as nobody needs it
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
        boolean arena,
        Map<String, OrtTensor> initializers,
        Map<String, Long> freeDimensions,
        Map<String, String> config,
        List<ExecutionProvider> providers) {
    /**
     * Bytes of weights from which copies of them cost more memory than kernels of other layouts need at work: the decoder of
     * Stable Diffusion (0.2 GB) works in 2.4 GB with copies and in 4.4 GB without, its UNet has 3.4 GB of weights.
     */
    private static final long MAPPED_FROM = 1L << 30;

    public SessionOptions {
        initializers = Map.copyOf(initializers);
        freeDimensions = Map.copyOf(freeDimensions);
        config = Map.copyOf(config);
        providers = List.copyOf(providers);
    }

    /** Every optimisation, nothing saved, prepacked weights, on the CPU. */
    public static SessionOptions defaults() {
        return new SessionOptions(
                OptimisationLevel.ALL, Optional.empty(), true, true, Map.of(), Map.of(), Map.of(), List.of());
    }

    public SessionOptions withLevel(OptimisationLevel other) {
        return new SessionOptions(other, saveTo, prepacking, arena, initializers, freeDimensions, config, providers);
    }

    public SessionOptions withSaveTo(Path file) {
        return new SessionOptions(
                level, Optional.of(file), prepacking, arena, initializers, freeDimensions, config, providers);
    }

    public SessionOptions withPrepacking(boolean on) {
        return new SessionOptions(level, saveTo, on, arena, initializers, freeDimensions, config, providers);
    }

    public SessionOptions withArena(boolean on) {
        return new SessionOptions(level, saveTo, prepacking, on, initializers, freeDimensions, config, providers);
    }

    /**
     * Memory first, on a CPU: nothing is kept between runs, and where the weights are many they stay in their file, which
     * sessions share, and what is made of them (such as a kernel turned round) is made anew by every run.
     *
     * @param weights bytes of the graph's weights
     */
    public SessionOptions sparing(long weights) {
        if (weights < MAPPED_FROM) {
            return withArena(false);
        }
        Map<String, String> entries = new HashMap<>(config);
        entries.put("optimization.disable_specified_optimizers", "ConstantFolding");
        return withArena(false)
                .withPrepacking(false)
                .withLevel(OptimisationLevel.EXTENDED)
                .withConfig(entries);
    }

    public SessionOptions withInitializers(Map<String, OrtTensor> values) {
        return new SessionOptions(level, saveTo, prepacking, arena, values, freeDimensions, config, providers);
    }

    public SessionOptions withFreeDimensions(Map<String, Long> sizes) {
        return new SessionOptions(level, saveTo, prepacking, arena, initializers, sizes, config, providers);
    }

    public SessionOptions withConfig(Map<String, String> entries) {
        return new SessionOptions(level, saveTo, prepacking, arena, initializers, freeDimensions, entries, providers);
    }

    public SessionOptions withProviders(List<ExecutionProvider> others) {
        return new SessionOptions(level, saveTo, prepacking, arena, initializers, freeDimensions, config, others);
    }

    /** The same for a graph of these bytes besides its model, so that engines of it are taken for no other graph. */
    SessionOptions ofBytes(byte[] graph) {
        if (providers.stream().noneMatch(TensorRtProvider.class::isInstance)) {
            return this;
        }
        return withProviders(providers.stream()
                .map(p -> p instanceof TensorRtProvider tensorRt ? tensorRt.of(hash(tensorRt.model(), graph)) : p)
                .toList());
    }

    private static String hash(String model, byte[] graph) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(model.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(graph));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The same on the providers that the ladder picked. */
    public SessionOptions with(Pick pick) {
        return withProviders(pick.providers());
    }
}
