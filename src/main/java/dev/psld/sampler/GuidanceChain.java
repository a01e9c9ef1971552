package dev.psld.sampler;

import java.util.Optional;

/**
 * What a sampler asks of a model and a measurement: values, and pullbacks at the last point of each value. Not
 * thread-safe: a pullback belongs to the call before it. Whoever made the chain closes it.
 *
 * <p>Latents are flat, in the sampler's units (the decoder gets them divided by {@link #scale}).
 */
public interface GuidanceChain {
    /** Number of elements of a latent. */
    int latentLength();

    /** s: a latent of the sampler is s times the encoder's mean. */
    double scale();

    /** Number of elements of a measurement, for the noise that author mode adds to it. */
    int measurementLength();

    /** m: how many of them say something; less than {@link #measurementLength} where a mask hides some. */
    long informative();

    /** ε = U(z_t, t), whatever the net itself predicts. */
    float[] predictNoise(float[] zt, double alphaBar, int t);

    /**
     * The noise by which the step goes on to the next noise level.
     *
     * @param predicted ε of the last {@link #predictNoise}
     * @return the same, or what takes its place under CFG++
     */
    default float[] renoising(float[] predicted) {
        return predicted;
    }

    /** J_ε* c at the last {@link #predictNoise}. */
    float[] pullNoise(float[] cotangent);

    /**
     * x̂ = D(z), r = A x̂ + noise − y, and, where the chain glues, E(T y + x̂ − T A x̂).
     *
     * @param z a latent in the decoder's units, ẑ0/s
     * @param noise added to A x̂, {@link #measurementLength} elements; empty for none
     */
    Observation observe(float[] z, Optional<float[]> noise);

    /**
     * J* at the last {@link #observe}, for the cotangents residualScale·r of A x̂ and those of the encoder's outputs.
     *
     * @param encoded cotangents of mean and log-variance; empty exactly when the observation had none
     * @return the cotangent of z
     */
    float[] pullObservation(double residualScale, Optional<Moments> encoded);

    /**
     * The same chain where it observes by the model's small decoder; the chain itself where there is none. Of both one is used at a
     * time: a pullback belongs to the last call of either.
     */
    default GuidanceChain guide() {
        return this;
    }
}
