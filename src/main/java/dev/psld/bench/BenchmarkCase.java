package dev.psld.bench;

import dev.psld.bundle.Manifest;
import dev.psld.chain.ModelSessions;
import dev.psld.chain.Schedules;
import dev.psld.operator.Lift;
import dev.psld.operator.Measurement;
import dev.psld.operator.Task;
import dev.psld.ort.Pick;
import dev.psld.sampler.Draws;
import dev.psld.sampler.Sampler;
import dev.psld.sampler.Settings;

/**
 * What is measured: a loaded model, a task's operator with a measurement, and the settings of the whole restoration. Immutable; the
 * sessions are the caller's.
 *
 * @param settings as the task's preset has them, with its number of steps
 */
public record BenchmarkCase(
        ModelSessions models, Pick pick, Task task, Lift lift, Measurement measurement, Settings settings) {

    /** The model's manifest. */
    Manifest manifest() {
        return models.bundle().manifest();
    }

    /** A latent to start from, the same in every run. */
    float[] latent() {
        return Draws.of(7, "bench latent").normal(manifest().latentLength());
    }

    /** The settings in fewer steps, each as strong as one of the full number, so that short runs stay as tame as long ones. */
    Settings shortened(int steps) {
        double share = (double) steps / settings.steps();
        return settings.withSteps(steps).withWeights(settings.gamma() * share, settings.omega() * share);
    }

    /** A sampler of so many steps. */
    Sampler sampler(int steps) {
        return new Sampler(Schedules.of(manifest()), shortened(steps));
    }
}
