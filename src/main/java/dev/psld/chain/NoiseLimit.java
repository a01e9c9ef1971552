package dev.psld.chain;

/**
 * The most noise that a denoiser is told of in a window, whatever the step says: where little is missing, a low level finds it
 * sooner than a high one. Thread-safe.
 */
@FunctionalInterface
public interface NoiseLimit {
    /** None. */
    NoiseLimit NONE = (top, left, height, width) -> Double.POSITIVE_INFINITY;

    /** σ for the window at (top, left), of height×width pixels. */
    double of(int top, int left, int height, int width);
}
