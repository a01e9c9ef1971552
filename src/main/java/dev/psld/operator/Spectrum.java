package dev.psld.operator;

/**
 * The singular value decomposition A = U Σ Vᵀ as three things that one can do. Immutable and thread-safe.
 *
 * <p>There are as many coefficients as numbers in an image: V is square and orthogonal, and the singular value of what A
 * does not see is 0.
 */
public interface Spectrum {
    /** σ_i of every coefficient, none negative. */
    double[] singularValues();

    /** Vᵀ x of an image. */
    double[] coefficients(double[] x);

    /** V c, an image. */
    double[] image(double[] c);

    /** Uᵀ y of a measurement, 0 where the singular value is. */
    double[] measured(double[] y);

    /** The step of {@link Proximal}: V (σ·Uᵀy + w·Vᵀv)/(σ² + w). */
    default double[] proximal(double[] y, double[] v, double weight) {
        double[] s = singularValues();
        double[] seen = measured(y);
        double[] c = coefficients(v);
        for (int i = 0; i < c.length; i++) {
            c[i] = (s[i] * seen[i] + weight * c[i]) / (s[i] * s[i] + weight);
        }
        return image(c);
    }
}
