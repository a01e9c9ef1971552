package dev.psld.operator;

import dev.psld.graph.Graph;
import dev.psld.graph.Shape;
import java.util.Map;
import java.util.Optional;

/**
 * Super-resolution ×k by antialiased bicubic down-sampling as MATLAB's imresize does it: Keys' kernel with a = −0.5
 * stretched k times, rows normalised to 1, borders mirrored, images centred on each other. Stateless.
 *
 * <p>Lifts: nearest neighbours for {@link Lift#AUTHOR}, else the pseudo-inverse.
 */
public final class Bicubic {
    private static final double A = -0.5;

    private Bicubic() {}

    /** The operator 1×C×H×W → 1×C×⌈H/k⌉×⌈W/k⌉, for any k ≥ 1. */
    public static MeasurementOperator of(Shape image, int k, Lift lift) {
        Images.check(image);
        Scale.check(image, k);
        Shape small = Scale.down(image, k);
        Matrix vertical = weights(Images.height(image), Images.height(small), k);
        Matrix horizontal = weights(Images.width(image), Images.width(small), k);
        Graph forward =
                Separable.graph("bicubic", MeasurementOperator.X, image, MeasurementOperator.Y, vertical, horizontal);
        Graph back = lift == Lift.AUTHOR
                ? Nearest.graph(image, small, k, true)
                : Separable.graph(
                        "bicubic_inverse",
                        MeasurementOperator.Y,
                        small,
                        MeasurementOperator.X,
                        vertical.dampedInverse(0),
                        horizontal.dampedInverse(0));
        return new MeasurementOperator(
                "bicubic ×" + k,
                forward,
                Optional.of(back),
                lift != Lift.AUTHOR,
                Map.of(),
                Optional.of(new SeparableMap(vertical, horizontal)));
    }

    /** The weights of {@code small} samples of a row of {@code large} pixels, k apart. */
    static Matrix weights(int large, int small, int k) {
        double start = (large - small * (double) k) / 2;
        return Matrix.of(small, large, (i, e) -> {
            double centre = start + (i + 0.5) * k - 0.5;
            int first = (int) Math.ceil(centre - 2.0 * k);
            int last = (int) Math.floor(centre + 2.0 * k);
            double sum = 0;
            for (int j = first; j <= last; j++) {
                sum += keys((centre - j) / k);
            }
            for (int j = first; j <= last; j++) {
                e.add(i, BorderIndex.symmetric(j, large), keys((centre - j) / k) / sum);
            }
        });
    }

    /** Keys' cubic convolution kernel (1981), zero from |t| = 2 on. */
    private static double keys(double t) {
        double d = Math.abs(t);
        if (d >= 2) {
            return 0;
        }
        return d <= 1 ? ((A + 2) * d - (A + 3)) * d * d + 1 : ((A * d - 5 * A) * d + 8 * A) * d - 4 * A;
    }
}
