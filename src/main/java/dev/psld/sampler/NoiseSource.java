package dev.psld.sampler;

/** Where a run takes its noise from, one stream per purpose, in new arrays. Not thread-safe; one per run. */
public interface NoiseSource {
    /** Noise drawn from a seed: the same seed gives the same noise on every machine. */
    static NoiseSource of(long seed) {
        return DrawnNoise.of(seed);
    }

    /** z_T, or what noises a first guess. */
    float[] start(int count);

    /** ξ of DDIM with η above 0. */
    float[] step(int count);

    /** ξ of author mode, added to A x̂ after multiplying by σ_y. */
    float[] measurement(int count);

    /** ζ of author mode's encoder sample. */
    float[] encoder(int count);
}
