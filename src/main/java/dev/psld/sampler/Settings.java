package dev.psld.sampler;

import dev.psld.parameter.Parameters;
import java.util.Optional;

/**
 * Everything that decides a sample, but the model and the measurement. Immutable; refuses values out of range.
 *
 * @param steps number of sampling steps, at least 1
 * @param gamma γ, weight of the gluing term, at least 0
 * @param omega ω, weight of the measurement term, at least 0. In stable mode γ and ω count per training timestep: a step
 *     that spans 20 of them moves 20 times as far, so that a preset means the same at any number of steps
 * @param power p: the guidance of a step is multiplied by (1−ā)^(p/2); 0 keeps it constant, 1 follows the noise level
 * @param eta η of DDIM: 0 adds no noise on the way, 1 as much as DDPM
 * @param start where on the schedule sampling starts, above 0 and at most 1: 1 is pure noise, less starts from a noised
 *     first guess
 * @param polish steps along the same gradient, by the latent itself, after the last sampling step
 * @param polishRate length of these against ω and γ as given
 * @param clip longest guidance step allowed, as a multiple of √n·√(1−ā), the length of the noise in z_t; 0 for no limit
 * @param noiseFloor c in √(‖r‖² + c·σ²m), what divides the measurement's gradient in stable mode (algorithms A.6); 0 divides
 *     by ‖r‖ itself
 * @param encoderDraw the gluing term compares with a draw of the encoder's posterior, as always in author mode, instead of
 *     with its mean
 * @param sigma standard deviation of the measurement's noise in [−1, 1] units, at least 0
 * @param seed of everything that is drawn
 * @param prompt what a text-conditioned model is told; empty for nothing
 * @param plugIns what is done to a step of any of these methods besides
 */
public record Settings(
        Method method,
        Mode mode,
        int steps,
        double gamma,
        double omega,
        double power,
        double eta,
        double start,
        int polish,
        double polishRate,
        double clip,
        double noiseFloor,
        boolean encoderDraw,
        double sigma,
        long seed,
        Optional<Prompt> prompt,
        PlugIns plugIns)
        implements SolverSettings {

    /** c of the stable denominator: as much noise as the authors' two draws have, that in y and that added to A x̂. */
    public static final double NOISE_FLOOR = 2;

    /** Least σ of the stable denominator: real photographs have no matching noise (algorithms A.6). */
    public static final double LEAST_SIGMA = 0.05;

    public Settings {
        Parameters.STEPS.check(steps);
        Parameters.GAMMA.check(gamma);
        Parameters.OMEGA.check(omega);
        Parameters.POWER.check(power);
        Parameters.ETA.check(eta);
        Parameters.START.check(start);
        Parameters.POLISH.check(polish);
        Parameters.POLISH_RATE.check(polishRate);
        Parameters.CLIP.check(clip);
        Parameters.NOISE_FLOOR.check(noiseFloor);
        Parameters.SIGMA_Y.check(sigma);
        require(method.measures() || polish == 0, "polish", polish, "0 with a method that measures nothing");
        require(
                method.glues() || plugIns.stateGradient() == 1,
                "stateGradient",
                plugIns.stateGradient(),
                "1 with a method that does not step along the gradient by z_t");
        require(
                method.pullsObservation() || plugIns.fullDecoderSteps().isEmpty(),
                "fullDecoderSteps",
                plugIns.fullDecoderSteps(),
                "none with a method that takes no pullback of the decoder");
        require(
                method.glues() || (plugIns.guideEvery() == 1 && plugIns.jacobianFree() == 0),
                plugIns.guideEvery() == 1 ? "jacobianFree" : "guideEvery",
                plugIns.guideEvery() == 1 ? plugIns.jacobianFree() : (Object) plugIns.guideEvery(),
                (plugIns.guideEvery() == 1 ? "0" : "1")
                        + " with a method that does not step along the gradient by z_t");
        require(mode == Mode.STABLE || method.glues(), "author mode", method.word(), "a method of its authors");
        if (mode == Mode.AUTHOR) {
            require(
                    start == 1
                            && polish == 0
                            && power == 0
                            && clip == 0
                            && noiseFloor == NOISE_FLOOR
                            && !encoderDraw
                            && plugIns.none(),
                    "author mode",
                    "start, polish, power, clip, noiseFloor, encoderDraw, stateGradient, attention, guideEvery, jacobianFree,"
                            + " fullDecoderSteps",
                    "their defaults");
        }
    }

    /** The same without a prompt and without plug-ins. */
    public Settings(
            Method method,
            Mode mode,
            int steps,
            double gamma,
            double omega,
            double power,
            double eta,
            double start,
            int polish,
            double polishRate,
            double clip,
            double noiseFloor,
            boolean encoderDraw,
            double sigma,
            long seed) {
        this(
                method,
                mode,
                steps,
                gamma,
                omega,
                power,
                eta,
                start,
                polish,
                polishRate,
                clip,
                noiseFloor,
                encoderDraw,
                sigma,
                seed,
                Optional.empty(),
                PlugIns.NONE);
    }

    /** PSLD in stable mode from pure noise, with the authors' weights, 100 steps, σ = 0.05. */
    public static Settings defaults() {
        return new Settings(Method.PSLD, Mode.STABLE, 100, 0.1, 1, 0, 0, 1, 0, 1, 0, NOISE_FLOOR, false, 0.05, 42);
    }

    public Settings withMethod(Method other) {
        return with(other, mode, steps, gamma, omega, start, sigma, seed);
    }

    public Settings withMode(Mode other) {
        return with(method, other, steps, gamma, omega, start, sigma, seed);
    }

    @Override
    public Settings withSteps(int other) {
        return with(method, mode, other, gamma, omega, start, sigma, seed);
    }

    public Settings withWeights(double newGamma, double newOmega) {
        return with(method, mode, steps, newGamma, newOmega, start, sigma, seed);
    }

    /** The same for a model that is told something. */
    public Settings withPrompt(Optional<Prompt> other) {
        return with(method, mode, steps, gamma, omega, start, polish, sigma, seed, other, plugIns);
    }

    /** The same with other plug-ins. */
    public Settings withPlugIns(PlugIns other) {
        return with(method, mode, steps, gamma, omega, start, polish, sigma, seed, prompt, other);
    }

    /** The same with another number of steps after the last one. */
    public Settings withPolish(int other) {
        return with(method, mode, steps, gamma, omega, start, other, sigma, seed, prompt, plugIns);
    }

    public Settings withStart(double other) {
        return with(method, mode, steps, gamma, omega, other, sigma, seed);
    }

    @Override
    public Settings withSigma(double other) {
        return with(method, mode, steps, gamma, omega, start, other, seed);
    }

    @Override
    public Settings withSeed(long other) {
        return with(method, mode, steps, gamma, omega, start, sigma, other);
    }

    private Settings with(
            Method newMethod,
            Mode newMode,
            int newSteps,
            double newGamma,
            double newOmega,
            double newStart,
            double newSigma,
            long newSeed) {
        return with(
                newMethod, newMode, newSteps, newGamma, newOmega, newStart, polish, newSigma, newSeed, prompt, plugIns);
    }

    /** The same but for these. */
    private Settings with(
            Method newMethod,
            Mode newMode,
            int newSteps,
            double newGamma,
            double newOmega,
            double newStart,
            int newPolish,
            double newSigma,
            long newSeed,
            Optional<Prompt> newPrompt,
            PlugIns newPlugIns) {
        return new Settings(
                newMethod,
                newMode,
                newSteps,
                newGamma,
                newOmega,
                power,
                eta,
                newStart,
                newPolish,
                polishRate,
                clip,
                noiseFloor,
                encoderDraw,
                newSigma,
                newSeed,
                newPrompt,
                newPlugIns);
    }

    /**
     * What is added to ‖r‖² below the root that divides the measurement's gradient: c·σ²m (algorithms A.6), in place of the
     * noise that the authors add to A x̂ at every step; 0 in author mode.
     *
     * @param informative m, how many numbers of the measurement say something
     */
    public double denominatorFloor(long informative) {
        double effective = effectiveSigma();
        return mode == Mode.AUTHOR ? 0 : noiseFloor * effective * effective * informative;
    }

    /** Whether a step draws of the encoder's posterior. */
    public boolean drawsEncoded() {
        return method.encodes() && (mode == Mode.AUTHOR || encoderDraw);
    }

    /** σ of the stable denominator. */
    double effectiveSigma() {
        return Math.max(sigma, LEAST_SIGMA);
    }

    /** ‖r‖/(σ√m), or the root mean square where σ is 0. */
    public double residual(double residualSquared, long informative) {
        return Math.sqrt(residualSquared) / Math.sqrt((double) informative) / (sigma > 0 ? sigma : 1);
    }

    private static void require(boolean holds, String name, Object value, String range) {
        if (!holds) {
            throw new IllegalArgumentException(name + " cannot be " + value + ": give " + range);
        }
    }
}
