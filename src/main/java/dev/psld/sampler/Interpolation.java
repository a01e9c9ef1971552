package dev.psld.sampler;

/** Gives back the first guess of a problem, which for a picture that becomes larger is its interpolation. Thread-safe. */
public final class Interpolation implements Solver {
    private final ClassicalSettings settings;

    public Interpolation(ClassicalSettings settings) {
        this.settings = settings;
    }

    /** Nothing is drawn; the residual says how far the guess is from what was measured. */
    @Override
    public Sample solve(InverseProblem problem, NoiseSource noise, StepListener listener) {
        float[] picture = problem.start();
        double residual = new ChannelFit(problem.measurement(), 1).residual(picture, settings.sigma());
        listener.step(StepReport.ofPicture(new StepCheck(1, 1), residual, picture, picture));
        return new Sample(picture, residual, 1);
    }
}
