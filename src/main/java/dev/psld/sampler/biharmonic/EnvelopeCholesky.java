package dev.psld.sampler.biharmonic;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A hole's system by the Cholesky factor of its envelope (George and Liu 1981): every row from its first entry to the
 * diagonal. Pixels go row by row or column by column, whichever costs less. Immutable and thread-safe.
 */
final class EnvelopeCholesky implements HoleSolver {
    /** Multiplications, a second or so. */
    private static final double DEAREST = 1.5e9;

    /** Entries, 0.3 GB. */
    private static final double LARGEST = 4e7;

    private final int[] pixels;
    private final int[] first;
    private final double[][] rows;

    private EnvelopeCholesky(Hole hole, int[] pixels, int... first) {
        this.pixels = pixels;
        this.first = first;
        this.rows = factor(hole);
    }

    /** The factor of a hole's system; empty where it would cost too much. */
    static Optional<EnvelopeCholesky> of(Hole hole) {
        int[] rowwise = hole.pixels();
        int[] columnwise = IntStream.of(rowwise)
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(p -> p % hole.width()).thenComparingInt(p -> p / hole.width()))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] firstRowwise = first(hole, rowwise);
        int[] firstColumnwise = first(hole, columnwise);
        boolean byRow = cost(firstRowwise) <= cost(firstColumnwise);
        int[] first = byRow ? firstRowwise : firstColumnwise;
        return cost(first) > DEAREST || entries(first) > LARGEST
                ? Optional.empty()
                : Optional.of(new EnvelopeCholesky(hole, byRow ? rowwise : columnwise, first));
    }

    /** The first unknown that each is coupled to. */
    private static int[] first(Hole hole, int... pixels) {
        int[] number = numbers(hole, pixels);
        int[] first = new int[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            first[i] = i;
            int at = i;
            hole.row(pixels[i], (pixel, value) -> {
                if (number[pixel] >= 0) {
                    first[at] = Math.min(first[at], number[pixel]);
                }
            });
        }
        return first;
    }

    private static int[] numbers(Hole hole, int... pixels) {
        int[] number = new int[hole.height() * hole.width()];
        Arrays.fill(number, -1);
        for (int i = 0; i < pixels.length; i++) {
            number[pixels[i]] = i;
        }
        return number;
    }

    private static double cost(int... first) {
        return IntStream.range(0, first.length)
                .mapToDouble(i -> (double) (i - first[i]) * (i - first[i]))
                .sum();
    }

    private static double entries(int... first) {
        return IntStream.range(0, first.length)
                .mapToDouble(i -> i - first[i] + 1)
                .sum();
    }

    /** Row i holds L_ij for j from first[i] to i. */
    private double[][] factor(Hole hole) {
        int[] number = numbers(hole, pixels);
        double[][] l = new double[pixels.length][];
        for (int i = 0; i < l.length; i++) {
            int start = first[i];
            double[] row = new double[i - start + 1];
            int at = i;
            hole.row(pixels[i], (pixel, value) -> {
                int j = number[pixel];
                if (j >= 0 && j <= at) {
                    row[j - start] += value;
                }
            });
            l[i] = row;
            for (int j = start; j < i; j++) {
                double[] other = l[j];
                int from = Math.max(start, first[j]);
                double sum = row[j - start];
                for (int k = from; k < j; k++) {
                    sum -= row[k - start] * other[k - first[j]];
                }
                row[j - start] = sum / other[j - first[j]];
            }
            double diagonal = row[i - start];
            for (int k = start; k < i; k++) {
                diagonal -= row[k - start] * row[k - start];
            }
            row[i - start] = Math.sqrt(diagonal);
        }
        return l;
    }

    @Override
    public int[] pixels() {
        return pixels;
    }

    @Override
    public double[] solve(double[] b) {
        double[] u = b.clone();
        for (int i = 0; i < u.length; i++) {
            double sum = u[i];
            for (int k = first[i]; k < i; k++) {
                sum -= rows[i][k - first[i]] * u[k];
            }
            u[i] = sum / rows[i][i - first[i]];
        }
        for (int i = u.length - 1; i >= 0; i--) {
            u[i] /= rows[i][i - first[i]];
            for (int k = first[i]; k < i; k++) {
                u[k] -= rows[i][k - first[i]] * u[i];
            }
        }
        return u;
    }
}
