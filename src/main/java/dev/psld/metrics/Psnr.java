package dev.psld.metrics;

import dev.psld.picture.Mask;
import dev.psld.picture.Picture;
import java.util.function.IntPredicate;

/** Peak signal-to-noise ratio in dB over samples in [-1, 1] (data range 2). Stateless. */
public final class Psnr {

    private static final double RANGE = 2;

    private Psnr() {}

    /** PSNR of all pixels; samples of both are cut to [-1, 1] first. Identical pictures give +∞. */
    public static double of(Picture reference, Picture test) {
        return of(reference, test, i -> true);
    }

    /** PSNR of the missing pixels only; NaN when there are none. */
    public static double hole(Picture reference, Picture test, Mask mask) {
        float[] known = Region.known(mask, reference);
        return of(reference, test, i -> known[i] == 0f);
    }

    /** PSNR of the known pixels only; NaN when there are none. */
    public static double known(Picture reference, Picture test, Mask mask) {
        float[] known = Region.known(mask, reference);
        return of(reference, test, i -> known[i] != 0f);
    }

    private static double of(Picture reference, Picture test, IntPredicate counts) {
        Region.requireSameSize(reference, test);
        float[] a = reference.clamped().samples();
        float[] b = test.clamped().samples();
        int n = reference.width() * reference.height();
        double squares = 0;
        long m = 0;
        for (int i = 0; i < a.length; i++) {
            if (counts.test(i % n)) {
                double d = (double) a[i] - b[i];
                squares += d * d;
                m++;
            }
        }
        return m == 0 ? Double.NaN : 10 * Math.log10(RANGE * RANGE * m / squares);
    }
}
