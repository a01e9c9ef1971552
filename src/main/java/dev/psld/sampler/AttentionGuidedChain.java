package dev.psld.sampler;

/**
 * A chain under perturbed-attention guidance (Ahn and others, arXiv 2403.17377): the noise by which a step goes on is
 * ε + s·(ε − ε̃), ε̃ being that of the net whose self-attention looks at nothing but each place itself. What is measured,
 * and pulled back, is the ẑ0 of ε alone, so that the gradient stays that of the loss. As thread-safe, and as long-lived, as the
 * chain below it, which it does not close.
 */
public final class AttentionGuidedChain extends WrappedChain {
    /** ε̃(z_t, t) of the perturbed net. */
    @FunctionalInterface
    public interface Perturbed {
        float[] noise(float[] zt, double alphaBar, int t);
    }

    private final GuidanceChain chain;
    private final Perturbed perturbed;
    private final double scale;
    private float[] zt = new float[0];
    private double alphaBar = 1;
    private int t;

    /** @param scale s, above 0 */
    public AttentionGuidedChain(GuidanceChain chain, Perturbed perturbed, double scale) {
        super(chain);
        this.chain = chain;
        this.perturbed = perturbed;
        this.scale = scale;
    }

    @Override
    public GuidanceChain guide() {
        return new AttentionGuidedChain(chain.guide(), perturbed, scale);
    }

    @Override
    public float[] predictNoise(float[] point, double alphaBarNow, int timestep) {
        zt = point;
        alphaBar = alphaBarNow;
        t = timestep;
        return chain.predictNoise(point, alphaBarNow, timestep);
    }

    @Override
    public float[] renoising(float[] predicted) {
        float[] without = perturbed.noise(zt, alphaBar, t);
        float[] guided = chain.renoising(predicted);
        float[] moved = new float[guided.length];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = (float) (guided[i] + scale * ((double) predicted[i] - without[i]));
        }
        return moved;
    }
}
