package dev.psld.sampler;

/**
 * A stream of standard normal numbers that is the same on every JDK: SplitMix64 (Steele, Lea, Flood 2014) and the polar
 * method with StrictMath. Not thread-safe; one stream per purpose, named, so that one more draw here moves nothing there.
 */
public final class Draws {
    private long state;
    private double spare;
    private boolean hasSpare;

    private Draws(long state) {
        this.state = state;
    }

    /** The stream of a purpose, such as {@code start}, under a seed. */
    public static Draws of(long seed, String purpose) {
        Draws draws = new Draws(seed);
        long mixed = draws.next();
        for (int i = 0; i < purpose.length(); i++) {
            draws.state ^= purpose.charAt(i) * 0xff51afd7ed558ccdL + mixed;
            mixed = draws.next();
        }
        return new Draws(mixed);
    }

    /** {@code count} independent N(0, 1) numbers. */
    public float[] normal(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) normal();
        }
        return values;
    }

    /** Uniform in [0, 1) with 53 bits. */
    public double uniform() {
        return (next() >>> 11) * 0x1p-53;
    }

    private double normal() {
        if (hasSpare) {
            hasSpare = false;
            return spare;
        }
        double u;
        double v;
        double s;
        do {
            u = 2 * uniform() - 1;
            v = 2 * uniform() - 1;
            s = u * u + v * v;
        } while (s >= 1 || s == 0);
        double factor = StrictMath.sqrt(-2 * StrictMath.log(s) / s);
        spare = v * factor;
        hasSpare = true;
        return u * factor;
    }

    private long next() {
        state += 0x9e3779b97f4a7c15L;
        long z = state;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
