package dev.psld.restore.photo;

import dev.psld.chain.OperatorRun;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.operator.GraphSource;
import dev.psld.operator.MeasurementOperator;
import dev.psld.operator.Task;
import dev.psld.picture.BadPictureException;
import dev.psld.picture.Kernel;
import dev.psld.picture.Mask;
import dev.psld.picture.Picture;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Makes measurements from clean pictures, at the pictures' own size. Thread-safe.
 *
 * @param sigma standard deviation of the noise in [−1, 1] units
 */
public record Degrader(Recipe recipe, double sigma, GraphSource custom, OperatorRun run) {

    /** What was made: the measurement as a picture, and the mask or kernel that made it. */
    public record Degraded(Picture measurement, Optional<Mask> mask, Optional<Kernel> kernel) {}

    /**
     * Degrades one picture.
     *
     * @param name decides the noise together with the seed, so that no two pictures get the same
     */
    public Degraded degrade(String name, Picture clean, Optional<Mask> mask, Optional<Kernel> kernel) {
        Shape image = Shape.of(1, 3, clean.height(), clean.width());
        MeasurementOperator operator = recipe.degradation(mask, kernel).operator(image, custom);
        Shape measured = operator.measurementShape();
        if (measured.rank() != 4 || measured.dim(1) != 3) {
            throw new BadPictureException("The operator “" + operator.name() + "” measures " + measured
                    + ", which is no picture of three colours and cannot be written as one.");
        }
        float[] y = run.measure(operator, clean.samples());
        addNoise(name, y);
        Picture made = Picture.rgb(Math.toIntExact(measured.dim(3)), Math.toIntExact(measured.dim(2)), y)
                .clamped()
                .withOrigin(clean.origin());
        Optional<Mask> used =
                Optional.ofNullable(operator.parameters().get("mask")).map(Degrader::mask);
        return new Degraded(
                used.map(m -> Picture.composite(m, made, grey(made))).orElse(made),
                used,
                Optional.ofNullable(operator.parameters().get("kernel"))
                        .filter(k -> recipe.task() == Task.DEBLUR_MOTION)
                        .map(Degrader::kernel));
    }

    private void addNoise(String name, float[] y) {
        if (sigma == 0) {
            return;
        }
        SplittableRandom random = new SplittableRandom(recipe.seed() ^ ((long) name.hashCode() << 32));
        for (int i = 0; i < y.length; i++) {
            y[i] += (float) (sigma * random.nextGaussian());
        }
    }

    /** Missing pixels are shown in the middle grey that the operator leaves there, without noise. */
    private static Picture grey(Picture like) {
        return like.withSamples(new float[3 * like.width() * like.height()]);
    }

    private static Mask mask(Tensor tensor) {
        return Mask.ofKnown(
                Math.toIntExact(tensor.shape().dim(-1)),
                Math.toIntExact(tensor.shape().dim(-2)),
                tensor.toFloats());
    }

    private static Kernel kernel(Tensor tensor) {
        return Kernel.of(
                Math.toIntExact(tensor.shape().dim(-2)),
                Math.toIntExact(tensor.shape().dim(-1)),
                tensor.toFloats());
    }
}
