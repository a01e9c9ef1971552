package dev.psld.bench;

import dev.psld.sampler.NoiseSource;

/** A given latent to start from and silence elsewhere: stable mode at η = 0 draws nothing else. Immutable by convention. */
@SuppressWarnings("ArrayRecordComponent") // a latent, compared by nobody
record FixedStart(float[] latent) implements NoiseSource {
    @Override
    public float[] start(int count) {
        return latent.clone();
    }

    @Override
    public float[] step(int count) {
        return new float[count];
    }

    @Override
    public float[] measurement(int count) {
        return new float[count];
    }

    @Override
    public float[] encoder(int count) {
        return new float[count];
    }
}
