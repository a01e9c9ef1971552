package dev.psld.operator;

import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.util.SplittableRandom;

/** Blur kernels: floats 1×1×h×w with odd sides that sum to 1. Stateless; a seed gives the same kernel everywhere. */
public final class MotionKernel {
    /** Points of the trajectory for each pixel of the kernel's side: dense enough that no gap can show. */
    private static final int DENSITY = 16;

    private MotionKernel() {}

    /**
     * The path of a shaken camera: a smooth random walk, its centroid in the middle, drawn with subpixel weights.
     *
     * @param size side of the kernel in pixels; an even one is made odd by adding 1
     * @param intensity from 0, a straight smear, to 1, a path full of bends and jerks
     */
    public static Tensor random(int size, double intensity, long seed) {
        if (size < 1 || size > 4096 || !(intensity >= 0 && intensity <= 1)) {
            throw new OperatorException("a motion kernel of size " + size + " and intensity " + intensity
                    + " is not possible: give a size from 1 to 4096 and an intensity from 0 to 1");
        }
        int side = size | 1;
        double[][] path = path(side * DENSITY, intensity, new SplittableRandom(seed));
        double half = (side - 1) / 2.0;
        double[] kernel = new double[side * side];
        for (int i = 0; i < path[0].length; i++) {
            splat(kernel, side, half + half * path[0][i], half + half * path[1][i]);
        }
        return normalised(side, side, kernel);
    }

    /**
     * A walk in [−1, 1]² about its centroid. The heading's rate of change is itself a damped random walk, so that the
     * path bends smoothly; a jerk turns it at once.
     */
    private static double[][] path(int steps, double intensity, SplittableRandom random) {
        double[][] path = new double[2][steps];
        double heading = 2 * Math.PI * random.nextDouble();
        double turn = intensity * 10 * normal(random);
        double x = 0;
        double y = 0;
        double meanX = 0;
        double meanY = 0;
        for (int i = 0; i < steps; i++) {
            path[0][i] = x;
            path[1][i] = y;
            meanX += x / steps;
            meanY += y / steps;
            turn += intensity * 40 * normal(random) / Math.sqrt(steps) - 8 * turn / steps;
            heading += turn / steps;
            if (random.nextDouble() < 3 * intensity * intensity / steps) {
                heading += normal(random);
            }
            x += StrictMath.cos(heading);
            y += StrictMath.sin(heading);
        }
        double reach = 0;
        for (int i = 0; i < steps; i++) {
            path[0][i] -= meanX;
            path[1][i] -= meanY;
            reach = Math.max(reach, Math.max(Math.abs(path[0][i]), Math.abs(path[1][i])));
        }
        double fill = (0.7 + 0.3 * random.nextDouble()) / reach;
        for (int i = 0; i < steps; i++) {
            path[0][i] *= fill;
            path[1][i] *= fill;
        }
        return path;
    }

    /** Nearly normal with mean 0 and variance 1: a sum of twelve uniform numbers, equal on every JVM. */
    private static double normal(SplittableRandom random) {
        double sum = -6;
        for (int i = 0; i < 12; i++) {
            sum += random.nextDouble();
        }
        return sum;
    }

    /** Adds a unit point between pixels to the four that surround it, bilinearly. */
    private static void splat(double[] kernel, int side, double x, double y) {
        int left = Math.min((int) x, side - 1);
        int top = Math.min((int) y, side - 1);
        int right = Math.min(left + 1, side - 1);
        int bottom = Math.min(top + 1, side - 1);
        double fx = x - left;
        double fy = y - top;
        kernel[top * side + left] += (1 - fx) * (1 - fy);
        kernel[top * side + right] += fx * (1 - fy);
        kernel[bottom * side + left] += (1 - fx) * fy;
        kernel[bottom * side + right] += fx * fy;
    }

    /**
     * A kernel from the grey values of a picture: divided by their sum; an even side gets a row or column of zeros.
     *
     * @param picture real numbers h×w, 1×h×w or 1×1×h×w, none negative, not all zero
     */
    public static Tensor normalised(Tensor picture) {
        Shape shape = picture.shape();
        int rank = shape.rank();
        if (rank < 2 || rank > 4 || shape.size() != shape.dim(-1) * shape.dim(-2) || shape.size() == 0) {
            throw new OperatorException("a blur kernel is one grey picture, h×w, not " + shape
                    + ": give one channel, with at least one pixel");
        }
        return normalised(Math.toIntExact(shape.dim(-2)), Math.toIntExact(shape.dim(-1)), picture.toDoubles());
    }

    private static Tensor normalised(int height, int width, double... values) {
        double sum = 0;
        for (double value : values) {
            if (!(value >= 0) || Double.isInfinite(value)) {
                throw new OperatorException(
                        "a blur kernel holds weights of at least 0, but there is a " + value + " in it");
            }
            sum += value;
        }
        if (!(sum > 0)) {
            throw new OperatorException("the blur kernel is all black: its weights must have a sum above 0");
        }
        int tall = height | 1;
        int wide = width | 1;
        float[] kernel = new float[tall * wide];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                kernel[y * wide + x] = (float) (values[y * width + x] / sum);
            }
        }
        return Tensor.floats(Shape.of(1, 1, tall, wide), kernel);
    }
}
