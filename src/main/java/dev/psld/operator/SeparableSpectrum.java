package dev.psld.operator;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;

/**
 * The spectrum of X ↦ V·X·Hᵀ from those of V and H: singular values are products, vectors are outer products. Immutable and
 * thread-safe.
 */
final class SeparableSpectrum implements Spectrum {
    private final Axis down;
    private final Axis across;

    private SeparableSpectrum(Axis down, Axis across) {
        this.down = down;
        this.across = across;
    }

    static SeparableSpectrum of(Matrix vertical, Matrix horizontal) {
        return new SeparableSpectrum(Axis.of(vertical), Axis.of(horizontal));
    }

    /**
     * The decomposition of one axis.
     *
     * @param values as many as columns, 0 for what is not seen
     * @param right Vᵀ, square
     * @param left Uᵀ, one row for each value, rows of zeros where that is 0
     */
    @SuppressWarnings("ArrayRecordComponent") // singular values, compared by nobody
    private record Axis(double[] values, Matrix right, Matrix left) {
        /** Below this part of the largest value, a value is 0. */
        private static final double NOTHING = 1e-13;

        static Axis of(Matrix a) {
            DMatrixRMaj dense = new DMatrixRMaj(a.rows(), a.columns());
            for (int i = 0; i < a.rows(); i++) {
                for (int j = 0; j < a.columns(); j++) {
                    dense.set(i, j, a.at(i, j));
                }
            }
            SingularValueDecomposition_F64<DMatrixRMaj> svd =
                    DecompositionFactory_DDRM.svd(a.rows(), a.columns(), true, true, false);
            if (!svd.decompose(dense)) {
                throw new OperatorException("an operator of " + a.rows() + "×" + a.columns()
                        + " has no singular value decomposition: use another method");
            }
            double[] found = svd.getSingularValues();
            double largest = 0;
            for (double value : found) {
                largest = Math.max(largest, value);
            }
            double[] values = new double[a.columns()];
            for (int i = 0; i < Math.min(a.rows(), a.columns()); i++) {
                values[i] = found[i] > NOTHING * largest ? found[i] : 0;
            }
            DMatrixRMaj u = svd.getU(null, true);
            DMatrixRMaj v = svd.getV(null, true);
            Matrix left = Matrix.of(a.columns(), a.rows(), (i, e) -> {
                for (int j = 0; j < a.rows() && values[i] > 0; j++) {
                    e.add(i, j, u.get(i, j));
                }
            });
            Matrix right = Matrix.of(a.columns(), a.columns(), (i, e) -> {
                for (int j = 0; j < a.columns(); j++) {
                    e.add(i, j, v.get(i, j));
                }
            });
            return new Axis(values, right, left);
        }
    }

    @Override
    public double[] singularValues() {
        int height = down.values.length;
        int width = across.values.length;
        double[] all = new double[height * width];
        for (int i = 0; i < height; i++) {
            for (int j = 0; j < width; j++) {
                all[i * width + j] = down.values[i] * across.values[j];
            }
        }
        return all;
    }

    @Override
    public double[] coefficients(double[] x) {
        return PlaneProducts.product(down.right, x, across.right);
    }

    @Override
    public double[] image(double[] c) {
        return PlaneProducts.product(down.right.transposed(), c, across.right.transposed());
    }

    @Override
    public double[] measured(double[] y) {
        return PlaneProducts.product(down.left, y, across.left);
    }
}
