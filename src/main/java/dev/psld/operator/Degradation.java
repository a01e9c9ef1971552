package dev.psld.operator;

import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/**
 * Everything that says which measurement operator is meant, before the image's size is known. Immutable and thread-safe;
 * what a task does not need is ignored.
 *
 * @param task what is to be undone
 * @param lift which T the gluing uses
 * @param downsampling which kind of {@code sr} and {@code sr4}; by default averages, bicubic for {@link Lift#AUTHOR}
 * @param scale factor of {@code sr}; {@code sr4} has 4
 * @param sigma of {@code deblur-gaussian} in pixels; by default 3 at 512 pixels, in proportion, but at least 1.5
 * @param kernelSize of {@code deblur-motion} in pixels; by default 61 at 256 pixels, in proportion, but at least 9
 * @param intensity of {@code deblur-motion}, 0 to 1
 * @param boxSide of {@code inpaint-box} in pixels; by default half the shorter side
 * @param missing fraction of {@code inpaint-random}; by default drawn from 0.3 to 0.7
 * @param seed of every drawn mask and kernel
 * @param mask of {@code inpaint}, and instead of a drawn one: floats 1×1×H×W, 1 known
 * @param kernel instead of a drawn one, from {@link MotionKernel#normalised}
 * @param file ONNX file of {@code custom}
 * @param liftFile ONNX file of its lift
 */
public record Degradation(
        Task task,
        Lift lift,
        Optional<Downsampling> downsampling,
        int scale,
        OptionalDouble sigma,
        OptionalInt kernelSize,
        double intensity,
        OptionalInt boxSide,
        OptionalDouble missing,
        long seed,
        Optional<Tensor> mask,
        Optional<Tensor> kernel,
        Optional<Path> file,
        Optional<Path> liftFile) {

    /** The two kinds of down-sampling. */
    public enum Downsampling {
        AVERAGE,
        BICUBIC
    }

    /** The task with its default settings, lift {@link Lift#STABLE} and seed 42. */
    public static Degradation of(Task task) {
        return new Degradation(
                task,
                Lift.STABLE,
                Optional.empty(),
                4,
                OptionalDouble.empty(),
                OptionalInt.empty(),
                0.5,
                OptionalInt.empty(),
                OptionalDouble.empty(),
                42,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The operator for images 1×C×H×W; a custom file must tell all its shapes. */
    public MeasurementOperator operator(Shape image) {
        return operator(image, GraphSource.PLAIN);
    }

    /** The operator for images 1×C×H×W, a custom file read from {@code source}. */
    public MeasurementOperator operator(Shape image, GraphSource source) {
        Images.check(image);
        int shorter = Math.min(Images.height(image), Images.width(image));
        return switch (task) {
            case SR4, SR ->
                downsampling.orElse(lift == Lift.AUTHOR ? Downsampling.BICUBIC : Downsampling.AVERAGE)
                                == Downsampling.BICUBIC
                        ? Bicubic.of(image, scale, lift)
                        : AveragePool.of(image, scale);
            case INPAINT ->
                KnownPixels.of(image, required(mask, "a mask", "--mask M.png, white where the photo is missing"), lift);
            case INPAINT_BOX ->
                KnownPixels.of(
                        image,
                        mask.orElseGet(() -> MaskPattern.box(image, boxSide.orElse(Math.max(1, shorter / 2)), seed)),
                        lift);
            case INPAINT_RANDOM ->
                KnownPixels.of(image, mask.orElseGet(() -> MaskPattern.random(image, fraction(), seed)), lift);
            case DEBLUR_GAUSSIAN -> GaussianBlur.of(image, sigma.orElse(Math.max(1.5, 3.0 * shorter / 512)), lift);
            case DEBLUR_MOTION ->
                MotionBlur.of(
                        image,
                        kernel.orElseGet(() -> MotionKernel.random(
                                kernelSize.orElse(Math.max(9, 61 * shorter / 256)), intensity, seed)),
                        lift);
            case DENOISE -> Identity.of(image);
            case CUSTOM -> Custom.of(image, required(file, "an ONNX file", "--operator A.onnx"), liftFile, source);
        };
    }

    private double fraction() {
        // An own stream, so that the fraction does not decide the first positions.
        return missing.orElseGet(
                () -> 0.3 + 0.4 * new SplittableRandom(seed).split().nextDouble());
    }

    private <T> T required(Optional<T> given, String what, String remedy) {
        return given.orElseThrow(
                () -> new OperatorException("the task " + task + " needs " + what + ": give " + remedy));
    }

    public Degradation withLift(Lift other) {
        return new Degradation(
                task,
                other,
                downsampling,
                scale,
                sigma,
                kernelSize,
                intensity,
                boxSide,
                missing,
                seed,
                mask,
                kernel,
                file,
                liftFile);
    }

    public Degradation withSeed(long other) {
        return new Degradation(
                task,
                lift,
                downsampling,
                scale,
                sigma,
                kernelSize,
                intensity,
                boxSide,
                missing,
                other,
                mask,
                kernel,
                file,
                liftFile);
    }

    public Degradation withMask(Tensor other) {
        return new Degradation(
                task,
                lift,
                downsampling,
                scale,
                sigma,
                kernelSize,
                intensity,
                boxSide,
                missing,
                seed,
                Optional.of(other),
                kernel,
                file,
                liftFile);
    }

    public Degradation withKernel(Tensor other) {
        return new Degradation(
                task,
                lift,
                downsampling,
                scale,
                sigma,
                kernelSize,
                intensity,
                boxSide,
                missing,
                seed,
                mask,
                Optional.of(other),
                file,
                liftFile);
    }
}
