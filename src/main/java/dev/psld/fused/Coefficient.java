package dev.psld.fused;

import dev.psld.sampler.Settings;
import dev.psld.sampler.StepInput;

/**
 * The numbers that differ from step to step, in the order in which the input {@link StepGraph#COEFFICIENTS} holds them.
 * They are worked out in double precision: 1 − ā near ā = 1 would lose most of its digits inside the graph.
 */
enum Coefficient {
    /** √ā. */
    SIGNAL(0),
    /** √(1−ā). */
    NOISE(1),
    /** √ā'. */
    NEXT_SIGNAL(2),
    /** √(1−ā'−σ²) with σ the deviation of DDIM. */
    NEXT_NOISE(3),
    /** σ of DDIM. */
    DEVIATION(4),
    /** γ of the step. */
    GAMMA(5),
    /** ω of the step. */
    OMEGA(6),
    /** c·σ²m of the smooth denominator (algorithms A.6); 0 in author mode. */
    FLOOR(7),
    /** Longest guidance step allowed, a length. */
    LIMIT(8),
    /** w of the guidance by a text; nothing where the net is told one thing. */
    TEXT(9);

    /** Where in the input. */
    final int at;

    Coefficient(int at) {
        this.at = at;
    }

    /** What a step needs, in this order. */
    static float[] of(StepInput in, Settings settings, long informative, int latentLength) {
        double a = in.point().alphaBar();
        double next = in.point().nextAlphaBar();
        double variance = in.deviation() * in.deviation();
        float[] all = weights(in.gamma(), in.omega(), settings, informative);
        all[SIGNAL.at] = (float) Math.sqrt(a);
        all[NOISE.at] = (float) Math.sqrt(1 - a);
        all[NEXT_SIGNAL.at] = (float) Math.sqrt(next);
        all[NEXT_NOISE.at] = (float) Math.sqrt(Math.max(0, 1 - next - variance));
        all[DEVIATION.at] = (float) in.deviation();
        all[TEXT.at] = settings.prompt().map(prompt -> (float) prompt.weight()).orElse(1f);
        all[LIMIT.at] = (float) (settings.clip() * Math.sqrt(latentLength * (1 - a)));
        return all;
    }

    /** What a step along the gradient by the latent itself needs. */
    static float[] weights(double gamma, double omega, Settings settings, long informative) {
        float[] all = new float[values().length];
        all[GAMMA.at] = (float) gamma;
        all[OMEGA.at] = (float) omega;
        all[FLOOR.at] = (float) settings.denominatorFloor(informative);
        return all;
    }
}
