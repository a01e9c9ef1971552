package dev.psld.picture;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Masks for tests. Stateless. */
public final class Masks {
    private Masks() {}

    /** This fraction of the pixels, rounded, drawn without replacement. */
    public static Mask random(int width, int height, double missingFraction, long seed) {
        boolean[] missing = new boolean[width * height];
        SplittableRandom random = new SplittableRandom(seed);
        long left = Math.round(missingFraction * missing.length);
        for (int i = 0; i < missing.length; i++) { // selection sampling, Knuth TAOCP 3.4.2 S
            if (random.nextInt(missing.length - i) < left) {
                missing[i] = true;
                left--;
            }
        }
        return Mask.of(width, height, missing);
    }

    /** One missing box whose upper left pixel is (x, y). */
    public static Mask box(int width, int height, int x, int y, int boxWidth, int boxHeight) {
        boolean[] missing = new boolean[width * height];
        for (int row = y; row < y + boxHeight; row++) {
            Arrays.fill(missing, row * width + x, row * width + x + boxWidth, true);
        }
        return Mask.of(width, height, missing);
    }
}
