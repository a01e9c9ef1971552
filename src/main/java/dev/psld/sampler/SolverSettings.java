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

    /** How often a picture takes a network, each pullback counted as one more: what methods are compared by. */
    default int networkCalls() {
        int steps = steps();
        int texts = this instanceof Settings latent
                ? latent.prompt().map(Prompt::branches).orElse(1)
                : 1;
        return switch (method()) {
            case PSLD, GML_DPS -> (2 * texts + 4) * steps; // U, D, E and their pullbacks
            case LATENT_DPS -> (2 * texts + 2) * steps;
            case FAST -> (texts + 2 * CorrectedStep.CORRECTIONS) * steps; // D and its pullback
            case LATENT_DAPS -> (texts + 2 * (DecoupledStep.LANGEVIN + 1)) * steps;
            case DDIM, SD_BLEND -> texts * steps;
            case REFINE -> (texts + 2) * steps; // U, D and E
            case DPS, MCG -> 2 * steps;
            case DIFFPIR -> steps + 1;
            case PNP, PNP_ADMM, DDRM, SCORE_SDE -> steps;
            case BICUBIC, BIHARMONIC, ADMM_TV -> 0;
        };
    }

    SolverSettings withSteps(int other);

    SolverSettings withSigma(double other);

    SolverSettings withSeed(long other);
}
