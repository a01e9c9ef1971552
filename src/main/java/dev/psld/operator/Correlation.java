package dev.psld.operator;

/**
 * Correlation of every channel with a kernel, borders reflected: y[i] = Σ k[j]·x[i + j − centre]. It has no spectrum that
 * costs less than a dense one. Immutable and thread-safe.
 */
final class Correlation implements LinearMap {
    private final int channels;
    private final int height;
    private final int width;
    private final double[] kernel;
    private final int tall;
    private final int wide;

    /** @param kernel tall×wide weights, both odd */
    Correlation(int channels, int height, int width, double[] kernel, int tall, int wide) {
        this.channels = channels;
        this.height = height;
        this.width = width;
        this.kernel = kernel.clone();
        this.tall = tall;
        this.wide = wide;
    }

    @Override
    public int inputs() {
        return channels * height * width;
    }

    @Override
    public int outputs() {
        return inputs();
    }

    @Override
    public double[] apply(double[] x) {
        double[] y = new double[x.length];
        eachPair((from, to, weight) -> y[to] += weight * x[from]);
        return y;
    }

    @Override
    public double[] adjoint(double[] y) {
        double[] x = new double[y.length];
        eachPair((from, to, weight) -> x[from] += weight * y[to]);
        return x;
    }

    private interface Pair {
        void weigh(int from, int to, double weight);
    }

    private void eachPair(Pair pair) {
        for (int v = 0; v < tall; v++) {
            for (int h = 0; h < wide; h++) {
                double weight = kernel[v * wide + h];
                if (weight != 0) {
                    for (int c = 0; c < channels; c++) {
                        shifted(c, v - tall / 2, h - wide / 2, weight, pair);
                    }
                }
            }
        }
    }

    private void shifted(int channel, int down, int right, double weight, Pair pair) {
        for (int i = 0; i < height; i++) {
            int source = (channel * height + BorderIndex.reflect(i + down, height)) * width;
            int target = (channel * height + i) * width;
            for (int j = 0; j < width; j++) {
                pair.weigh(source + BorderIndex.reflect(j + right, width), target + j, weight);
            }
        }
    }
}
