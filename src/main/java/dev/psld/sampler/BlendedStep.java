package dev.psld.sampler;

import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.operator.KnownPixels;
import dev.psld.operator.Measurement;

/**
 * A step of {@code sd-blend}, as inpainting services do it (Blended Latent Diffusion: Avrahami, Fried, Lischinski, arXiv
 * 2206.02779): a step of the prior, then the latents of what is known, noised to the same level, take the place of those that
 * the step has there. No gradients. Not thread-safe; lives as long as its chain, which it does not close.
 */
public final class BlendedStep extends PlainStep {
    private final float[] guess;
    private final boolean[] known;

    /**
     * @param guess latent of the photo with its hole filled somehow, in the sampler's units
     * @param known where nothing of the pixels behind a latent is missing
     */
    public BlendedStep(GuidanceChain chain, Settings settings, float[] guess, boolean... known) {
        super(chain, settings);
        this.guess = guess;
        this.known = known.clone();
    }

    /** Which numbers of a latent stand for known pixels alone. */
    static boolean[] known(Measurement measurement, int length, int channels) {
        Tensor mask = measurement.operator().parameters().get(KnownPixels.PARAMETER);
        if (mask == null) {
            throw new IllegalArgumentException("sd-blend fills missing pixels, and the operator “"
                    + measurement.operator().name() + "” hides none: choose another method");
        }
        Shape image = measurement.operator().imageShape();
        int height = Math.toIntExact(image.dim(2));
        int width = Math.toIntExact(image.dim(3));
        int factor = (int) Math.round(Math.sqrt((double) height * width * channels / length));
        int wide = width / factor;
        float[] pixels = mask.toFloats();
        boolean[] known = new boolean[length];
        for (int i = 0; i < length; i++) {
            int cell = i % (length / channels);
            known[i] = true;
            for (int p = 0; p < factor * factor; p++) {
                int row = cell / wide * factor + p / factor;
                int column = cell % wide * factor + p % factor;
                known[i] &= pixels[row * width + column] > 0;
            }
        }
        return known;
    }

    @Override
    public StepOutput step(StepInput in, StepCheck check) {
        float[] eps =
                chain.predictNoise(in.zt(), in.point().alphaBar(), in.point().t());
        check.finite("the predicted noise", eps);
        float[] z0 = believed(in.zt(), in.point().alphaBar(), eps);
        float[] moved = ddim(z0, chain.renoising(eps), in);
        double next = in.point().nextAlphaBar();
        float[] drawn = in.encoderNoise().orElseThrow();
        float[] pasted = Vectors.combine(Math.sqrt(next), guess, Math.sqrt(Math.max(0, 1 - next)), drawn);
        for (int i = 0; i < moved.length; i++) {
            moved[i] = known[i] ? pasted[i] : moved[i];
        }
        return new StepOutput(moved, z0, Double.NaN, Double.NaN);
    }
}
