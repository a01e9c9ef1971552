package dev.psld.sampler;

import dev.psld.operator.LinearMap;
import dev.psld.operator.Measurement;
import dev.psld.operator.Proximal;
import dev.psld.operator.Spectrum;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** The data term of a linear measurement, channel by channel, all at once. Immutable and thread-safe. */
final class ChannelFit {
    /** Singular values below this part of the largest are taken for 0 where they are divided by. */
    private static final double SMALL = 0.05;

    /** Numbers that are worked on at once where that is no matter. */
    private static final int PART = 1 << 16;

    private final Measurement measurement;
    private final LinearMap plane;
    private final List<LinearMap.Part> parts;
    private final Proximal proximal;
    private final double sigma;

    /**
     * @param sigma σ_y of the data term, above 0
     * @throws IllegalArgumentException for an operator of which nobody knows more than its graph
     */
    ChannelFit(Measurement measurement, double sigma) {
        this.measurement = measurement;
        this.plane = measurement.operator().plane().orElseThrow(() -> new UnsuitableOperatorException(measurement));
        this.parts = plane.parts(PART);
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
        step(v, rho, x);
        return x;
    }

    /** The same in place of a picture that is given away. */
    float[] proxGiven(float[] v, double rho) {
        step(v, rho, v);
        return v;
    }

    /** @param x what the step becomes, which may be v: no number is read after it was written */
    private void step(float[] v, double rho, float[] x) {
        parts((map, yFrom, xFrom) -> {
            double[] step = (map == plane ? proximal : map.proximal())
                    .step(
                            doubles(measurement.y(), yFrom, map.outputs()),
                            doubles(v, xFrom, map.inputs()),
                            rho * sigma * sigma);
            for (int i = 0; i < step.length; i++) {
                x[xFrom + i] = (float) step[i];
            }
            return 0;
        });
    }

    /** Something done to a part of a channel; gives its share of a sum. */
    private interface Part {
        double of(LinearMap map, int yFrom, int xFrom);
    }

    /** Does something to all parts of all channels, all at once; gives the sum of their shares. */
    private double parts(Part work) {
        int n = plane.inputs();
        int m = plane.outputs();
        int channels = measurement.y().length / m;
        double[] sums = new double[channels * parts.size()];
        IntStream.range(0, sums.length).parallel().forEach(k -> {
            int channel = k / parts.size();
            LinearMap.Part part = parts.get(k % parts.size());
            sums[k] = work.of(part.map(), channel * m + part.output(), channel * n + part.input());
        });
        return Arrays.stream(sums).sum();
    }

    /** ‖A x − y‖/(σ√m), or the root mean square where σ is 0. */
    double residual(float[] x, double noise) {
        double sum = parts((map, yFrom, xFrom) -> {
            double[] seen = map.apply(doubles(x, xFrom, map.inputs()));
            double squares = 0;
            for (int i = 0; i < seen.length; i++) {
                double off = seen[i] - measurement.y()[yFrom + i];
                squares += off * off;
            }
            return squares;
        });
        return Math.sqrt(sum / measurement.informative()) / (noise > 0 ? noise : 1);
    }

    /** m, how many numbers of y say something. */
    long informative() {
        return measurement.informative();
    }

    /** A = U Σ Vᵀ, worked out anew; an UnsuitableOperatorException where it cannot be had. */
    Spectrum spectrum() {
        return plane.spectrum().orElseThrow(() -> UnsuitableOperatorException.withoutSpectrum(measurement));
    }

    /** Aᵀr/‖r‖ with r = A x − y of all channels; zeros where r is. */
    float[] residualDirection(float[] x) {
        int n = plane.inputs();
        float[] direction = new float[x.length];
        double[] squares = new double[measurement.y().length / plane.outputs()];
        channels(c -> {
            double[] r = difference(x, c);
            for (double value : r) {
                squares[c] += value * value;
            }
            double[] back = plane.adjoint(r);
            for (int i = 0; i < n; i++) {
                direction[c * n + i] = (float) back[i];
            }
        });
        double sum = 0;
        for (double square : squares) {
            sum += square;
        }
        return sum > 0 ? Vectors.scale(1 / Math.sqrt(sum), direction) : new float[x.length];
    }

    /** A⁺ where gluing by it is exact; empty where T is the adjoint. */
    Optional<Spectrum> lift() {
        return measurement.operator().exact() ? plane.spectrum() : Optional.empty();
    }

    /** T(y − A x), T as {@link #lift} gave it. */
    float[] liftedDifference(float[] x, Optional<Spectrum> lift) {
        int n = plane.inputs();
        float[] lifted = new float[x.length];
        channels(c -> {
            double[] r = difference(x, c);
            double[] back = lift.map(s -> pseudoInverse(s, r)).orElseGet(() -> plane.adjoint(r));
            for (int i = 0; i < n; i++) {
                lifted[c * n + i] = (float) -back[i];
            }
        });
        return lifted;
    }

    private static double[] pseudoInverse(Spectrum spectrum, double[] r) {
        double[] values = spectrum.singularValues();
        double[] c = spectrum.measured(r);
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, value);
        }
        for (int i = 0; i < c.length; i++) {
            c[i] = values[i] > SMALL * largest ? c[i] / values[i] : 0;
        }
        return spectrum.image(c);
    }

    /** A x − y of a channel. */
    private double[] difference(float[] x, int channel) {
        double[] y = measured(channel);
        double[] r = plane.apply(doubles(x, channel * plane.inputs(), plane.inputs()));
        for (int i = 0; i < r.length; i++) {
            r[i] -= y[i];
        }
        return r;
    }

    /** Aᵀy of a channel. */
    double[] adjoint(int channel) {
        return plane.adjoint(measured(channel));
    }

    /** AᵀA x of one channel. */
    double[] normal(double[] x) {
        return plane.adjoint(plane.apply(x));
    }

    /** Calls for every channel, all at once. */
    void channels(IntConsumer work) {
        IntStream.range(0, measurement.y().length / plane.outputs()).parallel().forEach(work);
    }

    /** y of a channel. */
    double[] measured(int channel) {
        int m = plane.outputs();
        return doubles(measurement.y(), channel * m, m);
    }

    static double[] doubles(float[] values, int from, int count) {
        double[] wide = new double[count];
        for (int i = 0; i < count; i++) {
            wide[i] = values[from + i];
        }
        return wide;
    }
}
