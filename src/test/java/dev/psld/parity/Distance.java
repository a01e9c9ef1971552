package dev.psld.parity;

/**
 * How far a latent is from the one that was wanted. Immutable.
 *
 * @param largest max|Δ|/max|want|
 * @param length ‖Δ‖/‖want‖
 */
record Distance(double largest, double length) {

    static Distance of(float[] got, double... want) {
        double gap = 0;
        double peak = 0;
        double gapSquared = 0;
        double squared = 0;
        for (int i = 0; i < want.length; i++) {
            double d = got[i] - want[i];
            gap = Math.max(gap, Math.abs(d));
            peak = Math.max(peak, Math.abs(want[i]));
            gapSquared += d * d;
            squared += want[i] * want[i];
        }
        return new Distance(gap / peak, Math.sqrt(gapSquared / squared));
    }
}
