package dev.psld.sampler;

/** Everything that decides a run of a method but the measurement itself. Immutable. */
public sealed interface SolverSettings permits Settings, PictureSettings, ClassicalSettings, VariationSettings {
    Method method();

    /** Steps as asked for, at least 1. */
    int steps();

    /** Standard deviation of the measurement's noise in [−1, 1] units, at least 0. */
    double sigma();

    /** Seed of everything that is drawn. */
    long seed();

    /** How many {@link Pose}s of the picture a step looks at. */
    default int poses() {
        return 1;
    }

    /** How often a picture takes a network, each pullback counted as one more: what methods are compared by. */
    default int networkCalls() {
        int steps = steps();
        int texts = this instanceof Settings latent
                ? latent.prompt().map(Prompt::branches).orElse(1)
                : 1;
        return switch (method()) {
            case PSLD, GML_DPS, LATENT_DPS ->
                guidedCalls(texts, method().encodes() ? 4 : 2); // U, D, E and their pullbacks
            case FAST ->
                (texts + 2 * CorrectedStep.CORRECTIONS) * steps + 2 * polished() + perturbed(); // D and its pullback
            case LATENT_DAPS -> (texts + 2 * (DecoupledStep.LANGEVIN + 1)) * steps + 2 * polished() + perturbed();
            case DDIM, SD_BLEND -> texts * steps + perturbed();
            case REFINE -> (texts + 2) * steps + perturbed(); // U, D and E
            case DPS, MCG -> 2 * steps;
            case DIFFPIR -> steps + 1;
            case PNP -> steps * poses();
            case PNP_ADMM, DDRM, SCORE_SDE -> steps;
            case BICUBIC, BIHARMONIC, ADMM_TV -> 0;
        };
    }

    /**
     * Calls of a method that steps along the gradient by the latent.
     *
     * @param observing networks through which a guided step looks at the picture and is pulled back
     */
    private int guidedCalls(int texts, int observing) {
        int calls = texts * steps() + observing * polished() + perturbed();
        PlugIns plugIns = this instanceof Settings latent ? latent.plugIns() : PlugIns.NONE;
        for (int step = 1; step <= steps(); step++) {
            if (plugIns.guides(step, steps()) > 0) {
                calls += observing + (plugIns.pullsNoise(step, steps()) ? texts : 0);
            }
        }
        return calls;
    }

    /** Steps after the last one, which take no noise predictor. */
    private int polished() {
        return this instanceof Settings latent ? latent.polish() : 0;
    }

    /** Evaluations of the perturbed net. */
    private int perturbed() {
        return this instanceof Settings latent && latent.plugIns().attention() > 0 ? steps() : 0;
    }

    SolverSettings withSteps(int other);

    /** The same with so many poses a step, of a method that takes several. */
    default SolverSettings withPoses(int other) {
        return this;
    }

    SolverSettings withSigma(double other);

    SolverSettings withSeed(long other);
}
