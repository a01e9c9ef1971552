package dev.psld.sampler;

import dev.psld.operator.LinearMap;
import dev.psld.operator.Measurement;
import dev.psld.operator.Proximal;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** The data term of a linear measurement, channel by channel, all at once. Immutable and thread-safe. */
final class ChannelFit {
    private final Measurement measurement;
    private final LinearMap plane;
    private final Proximal proximal;
    private final double sigma;

    /**
     * @param sigma σ_y of the data term, above 0
     * @throws IllegalArgumentException for an operator of which nobody knows more than its graph
     */
    ChannelFit(Measurement measurement, double sigma) {
        this.measurement = measurement;
        this.plane = measurement.operator().plane().orElseThrow(() -> new UnsuitableOperatorException(measurement));
        this.proximal = plane.proximal();
        this.sigma = sigma;
    }

    /**
     * argmin_x ‖y − A x‖²/(2σ_y²) + ρ/2·‖x − v‖².
     *
     * @param v a picture, flat; only read
     * @param rho above 0
     * @return a new array
     */
    float[] prox(float[] v, double rho) {
        float[] x = new float[v.length];
        int n = plane.inputs();
        channels(c -> {
            double[] step = proximal.step(measured(c), doubles(v, c * n, n), rho * sigma * sigma);
            for (int i = 0; i < n; i++) {
                x[c * n + i] = (float) step[i];
            }
        });
        return x;
    }

    /** ‖A x − y‖/(σ√m), or the root mean square where σ is 0. */
    double residual(float[] x, double noise) {
        int n = plane.inputs();
        double[] squares = new double[measurement.y().length / plane.outputs()];
        channels(c -> {
            double[] y = measured(c);
            double[] seen = plane.apply(doubles(x, c * n, n));
            for (int i = 0; i < y.length; i++) {
                squares[c] += (seen[i] - y[i]) * (seen[i] - y[i]);
            }
        });
        double sum = 0;
        for (double square : squares) {
            sum += square;
        }
        return Math.sqrt(sum / measurement.informative()) / (noise > 0 ? noise : 1);
    }

    private void channels(IntConsumer work) {
        IntStream.range(0, measurement.y().length / plane.outputs()).parallel().forEach(work);
    }

    private double[] measured(int channel) {
        int m = plane.outputs();
        return doubles(measurement.y(), channel * m, m);
    }

    private static double[] doubles(float[] values, int from, int count) {
        double[] wide = new double[count];
        for (int i = 0; i < count; i++) {
            wide[i] = values[from + i];
        }
        return wide;
    }
}
