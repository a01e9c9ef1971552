package dev.psld.sampler;

import java.util.Optional;

/**
 * Posterior sampling with a latent diffusion model: PSLD (arXiv 2307.00619) and its relatives as one loop. Immutable and
 * thread-safe; all state of a run lives in the run.
 */
public final class Sampler {
    private final NoiseSchedule schedule;
    private final Settings settings;

    public Sampler(NoiseSchedule schedule, Settings settings) {
        this.schedule = schedule;
        this.settings = settings;
    }

    /** The timesteps that a run visits. */
    public StepGrid grid() {
        return settings.mode() == Mode.AUTHOR
                ? StepGrid.author(schedule, settings.steps())
                : StepGrid.even(schedule, settings.steps(), settings.start());
    }

    /**
     * Draws one sample.
     *
     * @param guess first guess ẑ0 in the sampler's units for a warm start; empty starts from pure noise
     * @throws DivergedException at the first NaN or infinity
     */
    public LatentSample sample(GuidanceChain chain, Optional<float[]> guess, StepListener listener) {
        return sample(new ChainedStep(chain, settings), guess, listener);
    }

    /** The same by an engine that was made for these settings. */
    public LatentSample sample(StepEngine engine, Optional<float[]> guess, StepListener listener) {
        return sample(engine, guess, Optional.empty(), listener);
    }

    /**
     * The same, going on from where an earlier run of the same settings, guess and measurement stood: it ends with the same
     * numbers as a run that was never interrupted.
     */
    public LatentSample sample(
            StepEngine engine, Optional<float[]> guess, Optional<SamplerState> earlier, StepListener listener) {
        return sample(engine, guess, earlier, DrawnNoise.of(settings.seed()), listener);
    }

    /** The same with all noise injected, for parity with another implementation. */
    public LatentSample sample(GuidanceChain chain, Optional<float[]> guess, NoiseSource noise, StepListener listener) {
        return sample(new ChainedStep(chain, settings), guess, noise, listener);
    }

    /** The same by an engine that was made for these settings. */
    public LatentSample sample(StepEngine engine, Optional<float[]> guess, NoiseSource noise, StepListener listener) {
        return sample(engine, guess, Optional.empty(), noise, listener);
    }

    /** The same with all noise injected, going on from where an earlier run stood. */
    public LatentSample sample(
            StepEngine engine,
            Optional<float[]> guess,
            Optional<SamplerState> earlier,
            NoiseSource noise,
            StepListener listener) {
        StepGrid grid = grid();
        int total = grid.points().size() + settings.polish();
        float[] z = noise.start(engine.latentLength());
        double startAlphaBar = grid.points().get(0).alphaBar();
        if (guess.isPresent()) {
            z = Vectors.combine(Math.sqrt(startAlphaBar), guess.get(), Math.sqrt(1 - startAlphaBar), z);
        }
        int done = earlier.map(SamplerState::step).orElse(0);
        z = earlier.map(SamplerState::latent).orElse(z);
        int step = 0;
        for (StepGrid.Point point : grid.points()) {
            StepCheck check = new StepCheck(++step, total);
            int guides = settings.plugIns().guides(step, grid.points().size());
            StepInput input = input(engine, z, point, guides, noise); // a step that is done has still drawn its noise
            if (step > done) {
                z = finish(engine.step(input, check), point.t(), check, listener);
            }
        }
        for (int i = 0; i < settings.polish(); i++) {
            StepCheck check = new StepCheck(++step, total);
            if (step <= done) {
                continue;
            }
            double rate = settings.polishRate();
            z = finish(engine.polish(z, settings.gamma() * rate, settings.omega() * rate, check), 0, check, listener);
        }
        double residual = Double.NaN;
        if (settings.method().measures()) {
            residual = engine.residual(z);
            new StepCheck(total, total).finite("the final residual", residual);
        }
        return new LatentSample(z, residual, total);
    }

    /**
     * Weights and noises of one step.
     *
     * @param guides for how many steps it guides
     */
    private StepInput input(StepEngine engine, float[] zt, StepGrid.Point point, int guides, NoiseSource noise) {
        double a = point.alphaBar();
        double next = point.nextAlphaBar();
        double deviation = next >= 1 ? 0 : settings.eta() * Math.sqrt((1 - next) / (1 - a) * (1 - a / next));
        boolean author = settings.mode() == Mode.AUTHOR;
        double span = guides * (author ? 1 : point.span());
        double weight = settings.method().measures() ? span * Math.pow(1 - a, settings.power() / 2) : 0;
        double gamma = settings.gamma() * weight;
        double omega = settings.omega() * weight;
        boolean guided = gamma > 0 || omega > 0;
        return new StepInput(
                zt,
                point,
                gamma,
                omega,
                deviation,
                deviation > 0 ? Optional.of(noise.step(engine.latentLength())) : Optional.empty(),
                guided && author
                        ? Optional.of(Vectors.scale(settings.sigma(), noise.measurement(engine.measurementLength())))
                        : Optional.empty(),
                within(engine, guided, noise));
    }

    private Optional<float[]> within(StepEngine engine, boolean guided, NoiseSource noise) {
        int drawn = settings.method().drawnWithin();
        return drawn > 0 || (guided && settings.drawsEncoded())
                ? Optional.of(noise.encoder(Math.max(1, drawn) * engine.latentLength()))
                : Optional.empty();
    }

    private static float[] finish(StepOutput out, int t, StepCheck check, StepListener listener) {
        check.finite("the new latent", out.latent());
        listener.step(new StepReport(
                check.step(), check.steps(), t, out.residual(), out.gluing(), out.estimate(), out.latent(), () -> {
                    throw new IllegalStateException("the sampler alone knows no pictures: a LatentSolver does");
                }));
        return out.latent();
    }
}
