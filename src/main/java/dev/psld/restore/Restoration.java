package dev.psld.restore;

import dev.psld.bundle.Manifest;
import dev.psld.sampler.Settings;
import dev.psld.sampler.SolverSettings;
import java.util.List;

/** Draws pictures of photos by a model in memory, which stays the caller's. Thread-safe. */
public interface Restoration {
    /**
     * Draws pictures, at most as many as the model's graphs take, all at once; one that fails does not touch the others.
     *
     * @return how each ended, in their order
     */
    List<Attempt> restore(List<Draw> draws);

    /** How many steps a picture takes by a model; an IllegalArgumentException where that has not so many. */
    static int steps(Manifest manifest, SolverSettings settings) {
        return settings instanceof Settings latent ? LatentRestoration.steps(manifest, latent) : settings.steps();
    }

    /** How many steps a picture takes; an IllegalArgumentException where the model has not so many. */
    static int steps(Prior prior, SolverSettings settings) {
        return prior.manifest().map(manifest -> steps(manifest, settings)).orElse(settings.steps());
    }
}
