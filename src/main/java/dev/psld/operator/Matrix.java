package dev.psld.operator;

import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;

/** A small dense matrix of doubles, the one-dimensional factor of a separable operator. Immutable and thread-safe. */
final class Matrix {
    private final int rows;
    private final int columns;
    private final double[] values;

    private Matrix(int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
        this.values = new double[Math.multiplyExact(rows, columns)];
    }

    /** Receives the entries of a matrix; entries that fall on one place add up. */
    @FunctionalInterface
    interface Entries {
        void add(int row, int column, double value);
    }

    /** Fills the rows of a matrix one by one. */
    @FunctionalInterface
    interface Row {
        void fill(int row, Entries entries);
    }

    static Matrix of(int rows, int columns, Row row) {
        Matrix made = new Matrix(rows, columns);
        for (int i = 0; i < rows; i++) {
            row.fill(i, (r, c, v) -> made.values[r * columns + c] += v);
        }
        return made;
    }

    int rows() {
        return rows;
    }

    int columns() {
        return columns;
    }

    double at(int row, int column) {
        return values[row * columns + column];
    }

    Matrix transposed() {
        return of(columns, rows, (i, e) -> {
            for (int j = 0; j < rows; j++) {
                e.add(i, j, at(j, i));
            }
        });
    }

    Matrix times(double factor) {
        return of(rows, columns, (i, e) -> {
            for (int j = 0; j < columns; j++) {
                e.add(i, j, factor * at(i, j));
            }
        });
    }

    /** Aᵀ(AAᵀ + λI)⁻¹ by Cholesky: the pseudo-inverse of a matrix of full row rank for λ = 0, damped for λ &gt; 0. */
    Matrix dampedInverse(double lambda) {
        double[] l = cholesky(lambda);
        Matrix solved = times(1);
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < i; k++) {
                solved.subtract(i, k, l[i * rows + k]);
            }
            solved.divide(i, l[i * rows + i]);
        }
        for (int i = rows - 1; i >= 0; i--) {
            for (int k = i + 1; k < rows; k++) {
                solved.subtract(i, k, l[k * rows + i]);
            }
            solved.divide(i, l[i * rows + i]);
        }
        return solved.transposed();
    }

    /** Takes a multiple of one row from another; only while a matrix is being made. */
    private void subtract(int row, int other, double factor) {
        for (int c = 0; c < columns; c++) {
            values[row * columns + c] -= factor * values[other * columns + c];
        }
    }

    private void divide(int row, double by) {
        for (int c = 0; c < columns; c++) {
            values[row * columns + c] /= by;
        }
    }

    /** The lower triangle L of LLᵀ = AAᵀ + λI. */
    private double[] cholesky(double lambda) {
        double[] l = new double[rows * rows];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = i == j ? lambda : 0;
                for (int c = 0; c < columns; c++) {
                    sum += at(i, c) * at(j, c);
                }
                double gram = sum;
                for (int k = 0; k < j; k++) {
                    sum -= l[i * rows + k] * l[j * rows + k];
                }
                if (i == j && !(sum > 1e-12 * gram)) {
                    throw new OperatorException("an operator of " + rows + "×" + columns
                            + " has no stable inverse: use the author's lift, or damp it");
                }
                l[i * rows + j] = i == j ? Math.sqrt(sum) : sum / l[j * rows + j];
            }
        }
        return l;
    }

    /** The matrix as a float tensor of rank 2. */
    Tensor tensor() {
        float[] narrow = new float[values.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) values[i];
        }
        return Tensor.floats(Shape.of(rows, columns), narrow);
    }
}
