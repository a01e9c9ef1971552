package dev.psld.sampler;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.SingularOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;

/**
 * The guidance's gradient within the subspace that z_t itself spans (DiffStateGrad: Zirvi, Tolooshams, Anandkumar, arXiv
 * 2410.03463, algorithm 1): for each channel, a matrix Z = U S Vᵀ, G becomes U_r U_rᵀ G V_r V_rᵀ with the least rank r whose
 * singular values hold the wanted part of the energy ΣS². Immutable and thread-safe.
 *
 * @param part of the energy, above 0 and below 1
 */
record StateProjection(int channels, int height, int width, double part) {

    /** The gradient, C×H×W, projected by the state of the same size. */
    float[] project(float[] gradient, float[] state) {
        float[] projected = new float[gradient.length];
        for (int c = 0; c < channels; c++) {
            DMatrixRMaj g = projected(plane(gradient, c), plane(state, c));
            for (int i = 0; i < height * width; i++) {
                projected[c * height * width + i] = (float) g.data[i];
            }
        }
        return projected;
    }

    private DMatrixRMaj projected(DMatrixRMaj gradient, DMatrixRMaj state) {
        SingularValueDecomposition_F64<DMatrixRMaj> svd =
                DecompositionFactory_DDRM.svd(height, width, true, true, true);
        if (!svd.decompose(state)) {
            throw new ArithmeticException("the singular values of the latent were not found");
        }
        DMatrixRMaj u = svd.getU(null, false);
        DMatrixRMaj w = svd.getW(null);
        DMatrixRMaj vt = svd.getV(null, true);
        SingularOps_DDRM.descendingOrder(u, false, w, vt, true);
        int rank = rank(w);
        DMatrixRMaj left = CommonOps_DDRM.extract(u, 0, height, 0, rank);
        DMatrixRMaj right = CommonOps_DDRM.extract(vt, 0, rank, 0, width);
        DMatrixRMaj rows = new DMatrixRMaj(rank, width);
        CommonOps_DDRM.multTransA(left, gradient, rows);
        DMatrixRMaj core = new DMatrixRMaj(rank, rank);
        CommonOps_DDRM.multTransB(rows, right, core);
        DMatrixRMaj back = new DMatrixRMaj(rank, width);
        CommonOps_DDRM.mult(core, right, back);
        DMatrixRMaj out = new DMatrixRMaj(height, width);
        CommonOps_DDRM.mult(left, back, out);
        return out;
    }

    /** The least number of leading values that hold the part of all energy; at least 1. */
    private int rank(DMatrixRMaj values) {
        int all = Math.min(height, width);
        double energy = 0;
        for (int i = 0; i < all; i++) {
            energy += values.get(i, i) * values.get(i, i);
        }
        double held = 0;
        for (int i = 0; i < all; i++) {
            held += values.get(i, i) * values.get(i, i);
            if (held >= part * energy) {
                return i + 1;
            }
        }
        return all;
    }

    private DMatrixRMaj plane(float[] latent, int channel) {
        DMatrixRMaj plane = new DMatrixRMaj(height, width);
        for (int i = 0; i < height * width; i++) {
            plane.data[i] = latent[channel * height * width + i];
        }
        return plane;
    }
}
