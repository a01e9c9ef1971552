package dev.psld.sampler;

import java.util.function.UnaryOperator;

/**
 * H x = b for a symmetric positive definite H by preconditioned conjugate gradients (Hestenes and Stiefel 1952). As
 * thread-safe as what it is made of.
 *
 * @param product H x; gives a new array
 * @param about roughly H⁻¹ r, symmetric and positive definite; gives a new array
 * @param tolerance of the residual against b
 * @param most steps, after which what is there is taken
 */
record NormalSystem(UnaryOperator<double[]> product, UnaryOperator<double[]> about, double tolerance, int most) {

    /** x, begun from a guess; both are only read. */
    double[] solve(double[] b, double[] guess) {
        double[] x = guess.clone();
        double[] r = product.apply(x);
        for (int i = 0; i < r.length; i++) {
            r[i] = b[i] - r[i];
        }
        double[] z = about.apply(r);
        double[] p = z.clone();
        double rz = dot(r, z);
        double enough = tolerance * tolerance * dot(b, b);
        for (int k = 0; k < most && dot(r, r) > enough; k++) {
            double[] hp = product.apply(p);
            double alpha = rz / dot(p, hp);
            for (int i = 0; i < x.length; i++) {
                x[i] += alpha * p[i];
                r[i] -= alpha * hp[i];
            }
            z = about.apply(r);
            double next = dot(r, z);
            for (int i = 0; i < p.length; i++) {
                p[i] = z[i] + next / rz * p[i];
            }
            rz = next;
        }
        return x;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
