package dev.psld.sampler;

/** A denoiser with its pullback. Not thread-safe: a pullback belongs to the call before it. Closed by its maker. */
public interface PullableDenoiser extends Denoiser {
    /**
     * J* c of D_σ at the last {@link #denoise}, by the noisy picture.
     *
     * @param cotangent of the denoised picture, as long; only read
     * @return a new array
     */
    float[] pull(float[] cotangent);
}
