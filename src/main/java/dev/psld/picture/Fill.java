package dev.psld.picture;

/**
 * A first guess for missing pixels: known ones averaged inwards, one ring of pixels a round. Stateless.
 *
 * <p>Not a restoration: it only gives a sampler something smooth to start from.
 */
public final class Fill {
    private Fill() {}

    /** The picture with every missing pixel filled; mid-grey where nothing at all is known. */
    public static Picture of(Picture picture, Mask mask) {
        int w = picture.width();
        int h = picture.height();
        float[] x = picture.samples();
        boolean[] known = new boolean[w * h];
        int open = 0;
        for (int i = 0; i < known.length; i++) {
            known[i] = !mask.missing(i % w, i / w);
            open += known[i] ? 0 : 1;
        }
        if (open == known.length) {
            return picture.withSamples(new float[x.length]);
        }
        while (open > 0) {
            open -= ring(x, known, w, h);
        }
        return picture.withSamples(x);
    }

    /** Fills the missing pixels that touch a known one; gives their number. */
    private static int ring(float[] x, boolean[] known, int w, int h) {
        boolean[] before = known.clone();
        int filled = 0;
        for (int i = 0; i < before.length; i++) {
            if (!before[i]) {
                double[] sum = new double[3];
                int count = 0;
                for (int v = Math.max(0, i / w - 1); v <= Math.min(h - 1, i / w + 1); v++) {
                    for (int u = Math.max(0, i % w - 1); u <= Math.min(w - 1, i % w + 1); u++) {
                        if (before[v * w + u]) {
                            for (int c = 0; c < 3; c++) {
                                sum[c] += x[(c * h + v) * w + u];
                            }
                            count++;
                        }
                    }
                }
                if (count > 0) {
                    for (int c = 0; c < 3; c++) {
                        x[c * h * w + i] = (float) (sum[c] / count);
                    }
                    known[i] = true;
                    filled++;
                }
            }
        }
        return filled;
    }
}
