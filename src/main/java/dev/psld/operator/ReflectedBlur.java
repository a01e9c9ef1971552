package dev.psld.operator;

import java.util.Arrays;

/**
 * A blur by any kernel with reflected borders, of planes of any size. Immutable and thread-safe.
 *
 * <p>Its proximal step is one of conjugate gradients, which start from what would be right if the plane were repeated all
 * around: but for the borders it is, so that some steps do.
 */
final class ReflectedBlur implements LinearMap {
    /** Of the residual against the right-hand side. What is left lies along the borders, and the next step begins from there. */
    private static final double TOLERANCE = 1e-5;

    private static final int MOST = 30;

    /** Weights from which transforms are quicker than sums. */
    private static final int MANY = 40;

    private final LinearMap blur;
    private final PeriodicInverse periodic;

    private ReflectedBlur(LinearMap blur, PeriodicInverse periodic) {
        this.blur = blur;
        this.periodic = periodic;
    }

    /** @param kernel tall×wide weights, both odd */
    static ReflectedBlur of(int height, int width, double[] kernel, int tall, int wide) {
        long taps = Arrays.stream(kernel).filter(weight -> weight != 0).count();
        LinearMap blur = taps > MANY
                ? new FourierCorrelation(height, width, kernel, tall, wide)
                : new Correlation(height, width, kernel, tall, wide);
        return new ReflectedBlur(blur, new PeriodicInverse(height, width, kernel, tall, wide));
    }

    /** By the same symmetric weights down and across, one after the other. */
    static ReflectedBlur separable(int height, int width, double... weights) {
        int n = weights.length;
        double[] kernel = new double[n * n];
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] = weights[i / n] * weights[i % n];
        }
        LinearMap down = new Correlation(height, width, weights, n, 1);
        LinearMap across = new Correlation(height, width, weights, 1, n);
        return new ReflectedBlur(new Composition(across, down), new PeriodicInverse(height, width, kernel, n, n));
    }

    /** Second after first. */
    private record Composition(LinearMap first, LinearMap second) implements LinearMap {
        @Override
        public int inputs() {
            return first.inputs();
        }

        @Override
        public int outputs() {
            return second.outputs();
        }

        @Override
        public double[] apply(double[] x) {
            return second.apply(first.apply(x));
        }

        @Override
        public double[] adjoint(double[] y) {
            return first.adjoint(second.adjoint(y));
        }
    }

    @Override
    public int inputs() {
        return blur.inputs();
    }

    @Override
    public int outputs() {
        return blur.outputs();
    }

    @Override
    public double[] apply(double[] x) {
        return blur.apply(x);
    }

    @Override
    public double[] adjoint(double[] y) {
        return blur.adjoint(y);
    }

    @Override
    public Proximal proximal() {
        return proximal(TOLERANCE, MOST);
    }

    Proximal proximal(double tolerance, int most) {
        return new ConjugateGradients(blur, periodic, tolerance, most);
    }
}
