package dev.psld.sampler;

/** Everything that decides a run of a method but the measurement itself. Immutable. */
public sealed interface SolverSettings permits Settings, PictureSettings, ClassicalSettings, VariationSettings {
    Method method();

    /** Steps as asked for, at least 1. */
    int steps();

    /** Standard deviation of the measurement's noise in [−1, 1] units, at least 0. */
    double sigma();

    /** Seed of everything that is drawn. */
    long seed();

    SolverSettings withSteps(int other);

    SolverSettings withSigma(double other);

    SolverSettings withSeed(long other);
}
