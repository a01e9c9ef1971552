package dev.psld.sampler;

import dev.psld.graph.Shape;
import dev.psld.operator.KnownPixels;
import dev.psld.operator.MeasurementOperator;
import dev.psld.sampler.biharmonic.BiharmonicFill;
import java.util.Objects;

/** Fills the missing pixels of an inpainting by the biharmonic continuation of the known ones. Thread-safe. */
public final class Biharmonic implements Solver {
    private final ClassicalSettings settings;

    public Biharmonic(ClassicalSettings settings) {
        this.settings = settings;
    }

    /** Nothing is drawn, and known pixels stay as they are, noise and all. */
    @Override
    public Sample solve(InverseProblem problem, NoiseSource noise, StepListener listener) {
        MeasurementOperator operator = problem.measurement().operator();
        Shape image = operator.imageShape();
        int height = Math.toIntExact(image.dim(2));
        int width = Math.toIntExact(image.dim(3));
        float[] known = Objects.requireNonNull(
                        operator.parameters().get(KnownPixels.PARAMETER), "an inpainting has a mask")
                .toFloats();
        boolean[] missing = new boolean[known.length];
        for (int i = 0; i < missing.length; i++) {
            missing[i] = known[i] == 0;
        }
        BiharmonicFill fill = new BiharmonicFill(height, width, missing);
        float[] y = problem.measurement().y();
        float[] picture = y.clone();
        fill.fill(picture);
        StepCheck check = new StepCheck(1, 1);
        check.finite("the filled picture", picture);
        double residual = new ChannelFit(problem.measurement(), 1).residual(picture, settings.sigma());
        listener.step(StepReport.ofPicture(check, residual, picture, picture));
        return new Sample(picture, residual, 1);
    }
}
