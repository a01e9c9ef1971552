package dev.psld.operator;

/**
 * Correlation of a plane with a kernel, borders reflected: y[i] = Σ k[j]·x[i + j − centre]. It has no spectrum that costs
 * less than a dense one: its proximal step is that of {@link ReflectedBlur}. Immutable and thread-safe.
 */
final class Correlation implements LinearMap {
    private final int height;
    private final int width;
    private final double[] kernel;
    private final int tall;
    private final int wide;

    /** @param kernel tall×wide weights, both odd */
    Correlation(int height, int width, double[] kernel, int tall, int wide) {
        this.height = height;
        this.width = width;
        this.kernel = kernel.clone();
        this.tall = tall;
        this.wide = wide;
    }

    @Override
    public int inputs() {
        return height * width;
    }

    @Override
    public int outputs() {
        return inputs();
    }

    @Override
    public double[] apply(double[] x) {
        double[] y = new double[x.length];
        eachRow((from, to, right, weight) -> {
            for (int j = 0; j < Math.min(width, -right); j++) {
                y[to + j] += weight * x[from + BorderIndex.reflect(j + right, width)];
            }
            for (int j = Math.max(0, -right); j < Math.min(width, width - right); j++) {
                y[to + j] += weight * x[from + j + right];
            }
            for (int j = Math.max(0, width - right); j < width; j++) {
                y[to + j] += weight * x[from + BorderIndex.reflect(j + right, width)];
            }
        });
        return y;
    }

    @Override
    public double[] adjoint(double[] y) {
        double[] x = new double[y.length];
        eachRow((from, to, right, weight) -> {
            for (int j = 0; j < Math.min(width, -right); j++) {
                x[from + BorderIndex.reflect(j + right, width)] += weight * y[to + j];
            }
            for (int j = Math.max(0, -right); j < Math.min(width, width - right); j++) {
                x[from + j + right] += weight * y[to + j];
            }
            for (int j = Math.max(0, width - right); j < width; j++) {
                x[from + BorderIndex.reflect(j + right, width)] += weight * y[to + j];
            }
        });
        return x;
    }

    /** Hears where a row of the plane begins and the row of the result that it goes to, moved by so much, times a weight. */
    private interface Visitor {
        void row(int from, int to, int right, double weight);
    }

    private void eachRow(Visitor visitor) {
        for (int i = 0; i < height; i++) {
            for (int v = 0; v < tall; v++) {
                int from = BorderIndex.reflect(i + v - tall / 2, height) * width;
                for (int h = 0; h < wide; h++) {
                    double weight = kernel[v * wide + h];
                    if (weight != 0) {
                        visitor.row(from, i * width, h - wide / 2, weight);
                    }
                }
            }
        }
    }
}
