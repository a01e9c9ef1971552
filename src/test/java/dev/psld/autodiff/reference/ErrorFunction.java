package dev.psld.autodiff.reference;

/** The error function to double precision: its power series near 0, its continued fraction elsewhere. Stateless. */
final class ErrorFunction {
    private ErrorFunction() {}

    static double erf(double x) {
        double z = Math.abs(x);
        if (z < 3) {
            double term = z;
            double sum = z;
            for (int n = 1; n < 100; n++) {
                term *= -z * z / n;
                sum += term / (2 * n + 1);
            }
            return Math.signum(x) * 2 / Math.sqrt(Math.PI) * sum;
        }
        double fraction = 0;
        for (int n = 60; n > 0; n--) {
            fraction = n / 2.0 / (z + fraction);
        }
        return Math.signum(x) * (1 - Math.exp(-z * z) / Math.sqrt(Math.PI) / (z + fraction));
    }
}
