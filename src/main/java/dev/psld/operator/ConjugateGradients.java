package dev.psld.operator;

/**
 * The proximal step of any linear map by preconditioned conjugate gradients on (AᵀA + wI) x = Aᵀy + w·v (Hestenes and Stiefel
 * 1952), from v. Immutable and thread-safe.
 *
 * @param tolerance of the residual against the right-hand side
 * @param most steps, after which what is there is taken
 */
record ConjugateGradients(LinearMap map, Preconditioner about, double tolerance, int most) implements Proximal {
    ConjugateGradients(LinearMap map) {
        this(map, Preconditioner.NONE, 1e-10, 500);
    }

    @Override
    public double[] step(double[] y, double[] v, double weight) {
        if (!(weight > 0)) {
            throw new IllegalArgumentException("the weight of a proximal step must be above 0, not " + weight);
        }
        double[] b = plus(map.adjoint(y), weight, v);
        double[] x = v.clone();
        double[] r = plus(b, -1, normal(x, weight));
        double[] z = about.solve(r, weight);
        double[] p = z;
        double rz = dot(r, z);
        double enough = tolerance * tolerance * dot(b, b);
        for (int k = 0; k < most && dot(r, r) > enough; k++) {
            double[] ap = normal(p, weight);
            double alpha = rz / dot(p, ap);
            x = plus(x, alpha, p);
            r = plus(r, -alpha, ap);
            z = about.solve(r, weight);
            double next = dot(r, z);
            p = plus(z, next / rz, p);
            rz = next;
        }
        return x;
    }

    private double[] normal(double[] x, double weight) {
        return plus(map.adjoint(map.apply(x)), weight, x);
    }

    private static double[] plus(double[] a, double factor, double[] b) {
        double[] sum = a.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += factor * b[i];
        }
        return sum;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
