package dev.psld.sampler;

import java.util.Optional;

/**
 * A step of {@code latent-daps} (Zhang and others, “Improving Diffusion Inverse Problem Solving with Decoupled Noise
 * Annealing”, arXiv 2407.01521; algorithms D): from the clean latent that the net believes in, Langevin steps to a sample of
 * what measurement and that belief say together, then fresh noise of the next level. Only the decoder is pulled back. Not
 * thread-safe; lives as long as its chain, which it does not close.
 *
 * <p>Its authors give each task a step length; here it is a share of the inverse of the largest curvature that the gradients of
 * a level have shown.
 */
public final class DecoupledStep extends PlainStep {
    /** Langevin steps of each level. */
    public static final int LANGEVIN = 40;

    /** Of the inverse curvature; less than 2 is stable. */
    private static final double RATE = 1;

    /** Length of the first step, which only looks how curved it is there, over the level's noise. */
    private static final double PROBE = 0.05;

    public DecoupledStep(GuidanceChain chain, Settings settings) {
        super(chain, settings);
    }

    @Override
    public StepOutput step(StepInput in, StepCheck check) {
        double a = in.point().alphaBar();
        float[] eps = chain.predictNoise(in.zt(), a, in.point().t());
        check.finite("the predicted noise", eps);
        float[] belief = believed(in.zt(), a, eps);
        double spread = (1 - a) / a; // of the belief: σ_t² where nothing shrinks
        float[] drawn = in.encoderNoise().orElseThrow();
        int n = belief.length;
        float[] z = belief;
        Slope slope = slope(z, belief, spread, check);
        double length = Vectors.norm(slope.gradient);
        double rate = length > 0 ? PROBE * Math.sqrt(spread * n) / length : 0;
        double curvature = 1 / spread;
        for (int k = 0; k < LANGEVIN; k++) {
            double noise = k == 0 ? 0 : Math.sqrt(2 * rate);
            float[] next = new float[n];
            for (int i = 0; i < n; i++) {
                next[i] = (float) (z[i] - rate * slope.gradient[i] + noise * drawn[k * n + i]);
            }
            Slope there = slope(next, belief, spread, check);
            double moved = Vectors.norm(Vectors.combine(1, next, -1, z));
            if (moved > 0) {
                double turned = Vectors.norm(Vectors.combine(1, there.gradient, -1, slope.gradient));
                curvature = Math.max(curvature, turned / moved);
            }
            rate = RATE / curvature;
            z = next;
            slope = there;
        }
        check.finite("the latent after Langevin steps", z);
        double next = in.point().nextAlphaBar();
        float[] fresh = Vectors.part(drawn, LANGEVIN * n, n);
        float[] moved = Vectors.combine(Math.sqrt(next), z, Math.sqrt(Math.max(0, 1 - next)), fresh);
        return new StepOutput(moved, z, slope.residual, Double.NaN);
    }

    /** ∇ of ‖A D(z) − y‖²/(2τ²) + ‖z − ẑ0‖²/(2σ_t²), and the residual. */
    @SuppressWarnings("ArrayRecordComponent") // numbers of a latent, compared by nobody
    private record Slope(float[] gradient, double residual) {}

    private Slope slope(float[] z, float[] belief, double spread, StepCheck check) {
        Observation seen = chain.observe(Vectors.scale(1 / chain.scale(), z), Optional.empty());
        check.finite("the residual of the decoded picture", seen.residualSquared());
        double tau = settings.effectiveSigma();
        float[] pulled = chain.pullObservation(1 / (tau * tau), Optional.empty());
        check.finite("the gradient through the decoder", pulled);
        float[] gradient = new float[z.length];
        for (int i = 0; i < z.length; i++) {
            gradient[i] = (float) (pulled[i] / chain.scale() + (z[i] - belief[i]) / spread);
        }
        return new Slope(gradient, settings.residual(seen.residualSquared(), chain.informative()));
    }
}
