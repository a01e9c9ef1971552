package dev.psld.sampler;

/** Noise from one seed, the purposes in streams of their own. Not thread-safe; one per run. */
final class DrawnNoise implements NoiseSource {
    private final Draws start;
    private final Draws step;
    private final Draws measurement;
    private final Draws encoder;

    private DrawnNoise(long seed) {
        start = Draws.of(seed, "start");
        step = Draws.of(seed, "step");
        measurement = Draws.of(seed, "measurement");
        encoder = Draws.of(seed, "encoder");
    }

    static NoiseSource of(long seed) {
        return new DrawnNoise(seed);
    }

    @Override
    public float[] start(int count) {
        return start.normal(count);
    }

    @Override
    public float[] step(int count) {
        return step.normal(count);
    }

    @Override
    public float[] measurement(int count) {
        return measurement.normal(count);
    }

    @Override
    public float[] encoder(int count) {
        return encoder.normal(count);
    }
}
