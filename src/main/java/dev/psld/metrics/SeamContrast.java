package dev.psld.metrics;

import dev.psld.picture.Mask;
import dev.psld.picture.Picture;

/** How visible the border of a hole is. Stateless. */
public final class SeamContrast {
    private SeamContrast() {}

    /**
     * The root mean square of the step from a known pixel to a missing neighbour, over what it is in the clean picture: 1 for no
     * seam, more for one that is seen, less where the filling is smoother than the picture. NaN where there is no border, or
     * no step in the clean picture.
     */
    public static double of(Picture reference, Picture test, Mask mask) {
        Region.requireSameSize(reference, test);
        float[] known = Region.known(mask, reference);
        int width = reference.width();
        int n = known.length;
        float[] a = reference.clamped().samples();
        float[] b = test.clamped().samples();
        double there = 0;
        double here = 0;
        for (int i = 0; i < n; i++) {
            boolean last = i % width == width - 1;
            for (int next : new int[] {last ? n : i + 1, i + width}) {
                if (next < n && (known[i] == 0f) != (known[next] == 0f)) {
                    for (int at = 0; at < a.length; at += n) {
                        there += square(a[at + next] - a[at + i]);
                        here += square(b[at + next] - b[at + i]);
                    }
                }
            }
        }
        return there == 0 ? Double.NaN : Math.sqrt(here / there);
    }

    private static double square(double value) {
        return value * value;
    }
}
