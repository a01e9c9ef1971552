package dev.psld.operator;

import dev.psld.graph.ElementType;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;

/**
 * The discrete Fourier transform of one axis as constant real matrices: positions are where the elements of a row lie on
 * a circle of {@code period} points; several positions may hold the same element. Immutable and thread-safe.
 */
final class Frequencies {
    private final int period;
    private final int elements;
    private final int[] positions;
    private final int[] places;
    private final double[] cos;
    private final double[] sin;

    /** Element {@code places[m]} lies at {@code positions[m]}. */
    private Frequencies(int period, int elements, int[] positions, int[] places) {
        this.period = period;
        this.elements = elements;
        this.positions = positions;
        this.places = places;
        this.cos = new double[period];
        this.sin = new double[period];
        for (int i = 0; i < period; i++) {
            cos[i] = StrictMath.cos(2 * Math.PI * i / period);
            sin[i] = StrictMath.sin(2 * Math.PI * i / period);
        }
    }

    /** A row of n pixels with its reflections on both sides, which fill the circle. */
    static Frequencies reflected(int n, int pad) {
        int period = n + 2 * pad;
        int[] positions = new int[period];
        int[] places = new int[period];
        for (int i = 0; i < period; i++) {
            positions[i] = i;
            places[i] = BorderIndex.reflect(i - pad, n);
        }
        return new Frequencies(period, n, positions, places);
    }

    /** A row of n elements the first of which lies at {@code start}. */
    static Frequencies at(int start, int n, int period) {
        int[] positions = new int[n];
        int[] places = new int[n];
        for (int i = 0; i < n; i++) {
            positions[i] = start + i;
            places[i] = i;
        }
        return new Frequencies(period, n, positions, places);
    }

    int period() {
        return period;
    }

    /** How many frequencies say everything about real numbers. */
    int half() {
        return period / 2 + 1;
    }

    /** Takes real and imaginary parts, one below the other, to their transform in the same form; sign −1 or 1. */
    Matrix complex(int sign) {
        return Matrix.of(2 * period, 2 * elements, (row, e) -> {
            int u = row % period;
            for (int m = 0; m < positions.length; m++) {
                int turn = Math.floorMod(u * positions[m], period);
                boolean real = row < period;
                e.add(row, places[m], real ? cos[turn] : sign * sin[turn]);
                e.add(row, elements + places[m], real ? -sign * sin[turn] : cos[turn]);
            }
        });
    }

    /** Multiplied from the right: real numbers to the real and the imaginary part of their half spectrum, 2×elements×half. */
    Tensor halfSpectrum(int sign) {
        Matrix parts = Matrix.of(2 * elements, half(), (row, e) -> {
            for (int m = 0; m < positions.length; m++) {
                for (int q = 0; places[m] == row % elements && q < half(); q++) {
                    int turn = Math.floorMod(q * positions[m], period);
                    e.add(row, q, row < elements ? cos[turn] : sign * sin[turn]);
                }
            }
        });
        return pair(parts, elements, half());
    }

    /** Multiplied from the right, the two products added: a half spectrum back to real numbers, 2×half×elements. */
    Tensor realParts() {
        Matrix parts = Matrix.of(2 * half(), elements, (row, e) -> {
            int q = row % half();
            double weight = (q == 0 || 2 * q == period ? 1.0 : 2.0) / period;
            for (int m = 0; m < positions.length; m++) {
                int turn = Math.floorMod(q * positions[m], period);
                e.add(row, places[m], weight * (row < half() ? cos[turn] : -sin[turn]));
            }
        });
        return pair(parts, half(), elements);
    }

    private static Tensor pair(Matrix parts, int rows, int columns) {
        return new Tensor(
                ElementType.FLOAT, Shape.of(2, rows, columns), parts.tensor().data());
    }
}
