package dev.psld.sampler;

/** Hears of every step, on the sampling thread; it may throw to stop the sampling. */
@FunctionalInterface
public interface StepListener {
    StepListener NONE = report -> {};

    void step(StepReport report);
}
