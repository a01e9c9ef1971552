package dev.psld.restore;

import dev.psld.bundle.Bundle;
import dev.psld.bundle.Manifest;
import dev.psld.ort.Environment;
import dev.psld.ort.Pick;
import dev.psld.sampler.SolverSettings;
import java.util.List;
import java.util.Optional;

/**
 * What is known of pictures before one is measured: a model in memory, or no more than a formula. Loaded by one thread while
 * nothing is drawn; what it gives is thread-safe. Closing it frees its sessions; the environment stays its maker's.
 */
public sealed interface Prior extends AutoCloseable permits LoadedModel, NoModel {
    /** The name that it is asked for by. */
    String name();

    /** The model; empty where there is none. */
    Optional<Bundle> bundle();

    /** Where operators run, and the model's graphs. */
    Environment environment();

    /** What the model's graphs run on. */
    Pick pick();

    /** Whether what a plan needs is in memory. */
    boolean holds(BatchPlan plan, Stepping stepping, SolverSettings settings);

    /**
     * Loads what a plan needs, where it is not in memory.
     *
     * @throws dev.psld.derive.ModelException when the model's graphs do not take as many pictures as the plan says
     * @throws dev.psld.ort.ProviderException when ONNX Runtime refuses the model, as it does for every photo
     */
    void load(BatchPlan plan, Stepping stepping, SolverSettings settings);

    /** What draws pictures by what the last {@link #load} put into memory. */
    Restoration restoration(Stepping stepping, SolverSettings settings);

    /**
     * What is to be said of settings before a photo is drawn, in sentences.
     *
     * @throws dev.psld.derive.ModelException when the model cannot be told what they say
     */
    default List<String> remarks(SolverSettings settings) {
        return List.of();
    }

    /** Seconds that a step takes for a million pixels of windows, measured now by what is in memory; 0 without a model. */
    double secondsPerMegapixel();

    @Override
    void close();

    /** The model's manifest; empty where there is no model. */
    default Optional<Manifest> manifest() {
        return bundle().map(Bundle::manifest);
    }
}
