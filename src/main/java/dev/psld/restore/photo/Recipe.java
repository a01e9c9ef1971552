package dev.psld.restore.photo;

import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.operator.Degradation;
import dev.psld.operator.Lift;
import dev.psld.operator.MotionKernel;
import dev.psld.operator.Task;
import dev.psld.picture.Kernel;
import dev.psld.picture.Mask;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The settings of a task as the command line gives them, apart from any one picture. Immutable.
 *
 * @param scale how many times larger a picture becomes, for {@code sr}
 * @param blurSigma of the Gaussian blur in pixels of the operator's image
 * @param operator ONNX file of a custom measurement, and of its lift
 */
public record Recipe(
        Task task,
        Lift lift,
        int scale,
        OptionalDouble blurSigma,
        Optional<Path> operator,
        Optional<Path> operatorLift,
        long seed) {
    /** How many times larger {@code sr} makes a picture where nobody says so. */
    public static final int SCALE = 2;

    /** The degradation of one picture with its own mask and kernel, where it has them. */
    public Degradation degradation(Optional<Mask> mask, Optional<Kernel> kernel) {
        return new Degradation(
                task,
                lift,
                Optional.empty(),
                scale,
                blurSigma,
                OptionalInt.empty(),
                0.5,
                OptionalInt.empty(),
                OptionalDouble.empty(),
                seed,
                mask.map(Recipe::tensor),
                kernel.map(k ->
                        MotionKernel.normalised(Tensor.floats(Shape.of(1, 1, k.height(), k.width()), k.weights()))),
                operator,
                operatorLift);
    }

    private static Tensor tensor(Mask mask) {
        return Tensor.floats(Shape.of(1, 1, mask.height(), mask.width()), mask.known());
    }
}
