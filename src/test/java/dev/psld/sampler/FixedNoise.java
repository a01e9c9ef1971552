package dev.psld.sampler;

/** Noise that a test writes down itself. */
@SuppressWarnings("ArrayRecordComponent")
record FixedNoise(float[] start, double[] measurement, double[] encoder) implements NoiseSource {
    @Override
    public float[] start(int count) {
        return start.clone();
    }

    @Override
    public float[] step(int count) {
        return new float[count];
    }

    @Override
    public float[] measurement(int count) {
        return GaussianChain.narrow(measurement);
    }

    @Override
    public float[] encoder(int count) {
        return GaussianChain.narrow(encoder);
    }
}
