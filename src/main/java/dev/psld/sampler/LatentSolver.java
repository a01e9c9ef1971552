package dev.psld.sampler;

import java.util.Optional;

/**
 * PSLD (arXiv 2307.00619) and its relatives as a solver: the loop of {@link Sampler} with a first guess encoded before it
 * and a picture decoded after it. Immutable, and as thread-safe as its model.
 */
public final class LatentSolver implements Solver {
    private final LatentModel model;
    private final Sampler sampler;
    private final Settings settings;

    /** @param schedule the noise schedule that the model was trained with */
    public LatentSolver(LatentModel model, NoiseSchedule schedule, Settings settings) {
        this.model = model;
        this.sampler = new Sampler(schedule, settings);
        this.settings = settings;
    }

    @Override
    public Sample solve(InverseProblem problem, NoiseSource noise, StepListener listener) {
        StepEngine engine = model.engine(problem.measurement());
        Optional<float[]> guess = settings.start() < 1 ? problem.guess().map(model::encode) : Optional.empty();
        LatentSample end = sampler.sample(
                engine,
                guess,
                problem.earlier(),
                noise,
                report -> listener.step(report.withPicture(() -> model.decode(report.estimate()))));
        float[] picture = settings.method().measures() ? model.looked(end.latent()) : model.decode(end.latent());
        return new Sample(picture, end.residual(), end.steps());
    }
}
