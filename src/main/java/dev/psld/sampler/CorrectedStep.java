package dev.psld.sampler;

import java.util.Optional;

/**
 * A step of {@code fast}: the clean latent that the net believes in is moved towards the measurement some times by the
 * decoder's pullback alone, ẑ0 ← ẑ0 − ω·∇‖A D(ẑ0) − y‖, before it is noised again (MPGD: He and others, arXiv 2311.16424; with
 * the length of algorithms A.6). Neither the net's pullback nor the encoder is run. Not thread-safe; lives as long as its chain,
 * which it does not close.
 */
public final class CorrectedStep extends PlainStep {
    /** Corrections of each step. */
    public static final int CORRECTIONS = 3;

    public CorrectedStep(GuidanceChain chain, Settings settings) {
        super(chain, settings);
    }

    @Override
    public StepOutput step(StepInput in, StepCheck check) {
        float[] eps =
                chain.predictNoise(in.zt(), in.point().alphaBar(), in.point().t());
        check.finite("the predicted noise", eps);
        float[] z0 = believed(in.zt(), in.point().alphaBar(), eps);
        double residual = Double.NaN;
        for (int k = 0; k < CORRECTIONS && in.guided(); k++) {
            Guidance guidance =
                    Guidance.at(chain, settings, z0, 0, in.omega(), Optional.empty(), Optional.empty(), check);
            z0 = Vectors.combine(1, z0, -1, guidance.gradient());
            residual = guidance.residual();
        }
        return new StepOutput(ddim(z0, chain.renoising(eps), in), z0, residual, Double.NaN);
    }
}
