package dev.psld.eval;

import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * The Fréchet distance between the normal distributions of two sets of features (Heusel et al. 2017): ‖μ₁ − μ₂‖² +
 * tr(Σ₁ + Σ₂ − 2 (Σ₁^½ Σ₂ Σ₁^½)^½), with covariances over n − 1. It is too large for few pictures, by about the rank of
 * what n vectors cannot tell of Σ. Stateless.
 */
final class FrechetDistance {
    /** Fewer say more of their number than of what they show. */
    static final int LEAST = 500;

    private FrechetDistance() {}

    static double of(List<float[]> one, List<float[]> other) {
        DMatrixRMaj first = covariance(one);
        DMatrixRMaj root = root(first);
        DMatrixRMaj middle = new DMatrixRMaj(root.numRows, root.numRows);
        DMatrixRMaj product = new DMatrixRMaj(root.numRows, root.numRows);
        DMatrixRMaj second = covariance(other);
        CommonOps_DDRM.mult(root, second, middle);
        CommonOps_DDRM.mult(middle, root, product);
        double cross = 0;
        for (double value : eigenvalues(decomposed(product))) {
            cross += Math.sqrt(Math.max(0, value));
        }
        double[] a = mean(one);
        double[] b = mean(other);
        double squares = 0;
        for (int i = 0; i < a.length; i++) {
            squares += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return squares + CommonOps_DDRM.trace(first) + CommonOps_DDRM.trace(second) - 2 * cross;
    }

    private static double[] mean(List<float[]> vectors) {
        double[] mean = new double[vectors.get(0).length];
        for (float[] vector : vectors) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += vector[i] / (double) vectors.size();
            }
        }
        return mean;
    }

    private static DMatrixRMaj covariance(List<float[]> vectors) {
        double[] mean = mean(vectors);
        DMatrixRMaj centred = new DMatrixRMaj(vectors.size(), mean.length);
        for (int row = 0; row < vectors.size(); row++) {
            for (int i = 0; i < mean.length; i++) {
                centred.set(row, i, vectors.get(row)[i] - mean[i]);
            }
        }
        DMatrixRMaj covariance = new DMatrixRMaj(mean.length, mean.length);
        CommonOps_DDRM.multTransA(1.0 / (vectors.size() - 1), centred, centred, covariance);
        return covariance;
    }

    private static EigenDecomposition_F64<DMatrixRMaj> decomposed(DMatrixRMaj symmetric) {
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(symmetric.numRows, true, true);
        DMatrixRMaj exact = symmetric.copy(); // rounding leaves products a little less than symmetric
        CommonOps_DDRM.transpose(exact);
        CommonOps_DDRM.add(0.5, symmetric, 0.5, exact, exact);
        if (!eigen.decompose(exact)) {
            throw new MetricException("the covariance of the features has no eigenvalues that can be found");
        }
        return eigen;
    }

    private static double[] eigenvalues(EigenDecomposition_F64<DMatrixRMaj> eigen) {
        double[] values = new double[eigen.getNumberOfEigenvalues()];
        for (int k = 0; k < values.length; k++) {
            values[k] = eigen.getEigenvalue(k).getReal();
        }
        return values;
    }

    /** Σ^½ of a positive semi-definite Σ. */
    private static DMatrixRMaj root(DMatrixRMaj covariance) {
        EigenDecomposition_F64<DMatrixRMaj> eigen = decomposed(covariance);
        int n = covariance.numRows;
        DMatrixRMaj root = new DMatrixRMaj(n, n);
        double[] values = eigenvalues(eigen);
        for (int k = 0; k < n; k++) {
            double weight = Math.sqrt(Math.max(0, values[k]));
            CommonOps_DDRM.multAddTransB(weight, eigen.getEigenVector(k), eigen.getEigenVector(k), root);
        }
        return root;
    }
}
