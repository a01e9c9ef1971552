package dev.psld.operator;

import dev.psld.graph.Graph;
import dev.psld.graph.Shape;
import dev.psld.parameter.Parameters;
import java.util.Map;
import java.util.Optional;

/**
 * Gaussian blur with reflected borders: for small images as two MatMuls, exact even for a kernel larger than the image, for
 * large ones as two convolutions. Stateless.
 *
 * <p>The weights are those of SciPy's gaussian_filter: sampled, cut at 4σ, normalised. The lift is the identity, which
 * makes the gluing a sharpening step; {@link Lift#REGULARISED} inverts what survives the blur and leaves the rest alone.
 */
public final class GaussianBlur {
    /** Where along each axis the regularised lift gives up: singular values below √λ ≈ 0.22 are damped. */
    public static final double DAMPING = 0.05;

    private GaussianBlur() {}

    /** A blur of standard deviation {@code sigma} in pixels whose kernel is as large as the cut at 4σ needs. */
    public static MeasurementOperator of(Shape image, double sigma, Lift lift) {
        return of(image, sigma, 2 * radius(sigma) + 1, DAMPING, lift);
    }

    /**
     * The operator 1×C×H×W → 1×C×H×W.
     *
     * @param sigma standard deviation in pixels, above 0
     * @param kernelSize side of the kernel; an even one is made odd by adding 1, a smaller one than 8σ+1 folds its tails
     *     inwards
     * @param damping λ per axis of the regularised lift, above 0
     */
    public static MeasurementOperator of(Shape image, double sigma, int kernelSize, double damping, Lift lift) {
        Images.check(image);
        if (!Parameters.BLUR_SIGMA.allows(sigma) || kernelSize < 1) {
            throw new OperatorException("a Gaussian blur of standard deviation " + sigma + " and kernel size "
                    + kernelSize + " is not possible: give a σ above 0 (up to 1000 pixels) and a size of at least 1");
        }
        if (!(damping > 0)) {
            throw new OperatorException("the damping of a lift must be above 0, not " + damping);
        }
        double[] kernel = kernel(sigma, kernelSize | 1);
        boolean large = ReflectedConv.fits(image, kernel.length) && lift != Lift.REGULARISED;
        return large ? large(image, sigma, kernel) : small(image, sigma, kernel, damping, lift);
    }

    private static MeasurementOperator small(Shape image, double sigma, double[] kernel, double damping, Lift lift) {
        Matrix vertical = blur(Images.height(image), kernel);
        Matrix horizontal = blur(Images.width(image), kernel);
        Graph forward = Separable.graph(
                "gaussian_blur", MeasurementOperator.X, image, MeasurementOperator.Y, vertical, horizontal);
        Graph back = lift == Lift.REGULARISED
                ? Separable.graph(
                        "gaussian_inverse",
                        MeasurementOperator.Y,
                        image,
                        MeasurementOperator.X,
                        vertical.dampedInverse(damping),
                        horizontal.dampedInverse(damping))
                : Identity.graph(image, MeasurementOperator.Y, MeasurementOperator.X);
        return operator(sigma, forward, back, new SeparableMap(vertical, horizontal));
    }

    /** Of time and memory in proportion to the image. */
    private static MeasurementOperator large(Shape image, double sigma, double... kernel) {
        return operator(
                sigma,
                ReflectedConv.separable(image, kernel),
                Identity.graph(image, MeasurementOperator.Y, MeasurementOperator.X),
                ReflectedBlur.separable(Images.height(image), Images.width(image), kernel));
    }

    private static MeasurementOperator operator(double sigma, Graph forward, Graph back, LinearMap plane) {
        return new MeasurementOperator(
                "Gaussian blur σ " + sigma, forward, Optional.of(back), false, Map.of(), Optional.of(plane));
    }

    private static int radius(double sigma) {
        return (int) (4 * sigma + 0.5);
    }

    /** gaussian_filter1d of a unit impulse in the middle of {@code size} zeros, whose borders are symmetric. */
    static double[] kernel(double sigma, int size) {
        int radius = radius(sigma);
        double[] weights = new double[2 * radius + 1];
        double sum = 0;
        for (int j = -radius; j <= radius; j++) {
            weights[j + radius] = Math.exp(-0.5 * j * j / (sigma * sigma));
            sum += weights[j + radius];
        }
        double[] kernel = new double[size];
        for (int i = 0; i < size; i++) {
            for (int j = -radius; j <= radius; j++) {
                if (BorderIndex.symmetric(i + j, size) == size / 2) {
                    kernel[i] += weights[j + radius] / sum;
                }
            }
        }
        return kernel;
    }

    private static Matrix blur(int n, double... kernel) {
        return Matrix.of(n, n, (i, e) -> {
            for (int j = 0; j < kernel.length; j++) {
                e.add(i, BorderIndex.reflect(i + j - kernel.length / 2, n), kernel[j]);
            }
        });
    }
}
