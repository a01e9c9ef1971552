package dev.psld.picture.codec;

/** Pixels per inch across and down, both positive. */
public record Resolution(double x, double y) {
    static final double METRE = 0.0254; // inches are exactly so many metres
    private static final double HIGHEST = 1e6;

    /** Whether these can be numbers of a real device. */
    static boolean sound(double x, double y) {
        return x > 0 && y > 0 && x < HIGHEST && y < HIGHEST;
    }

    /** With width and height changed. */
    public Resolution turned() {
        return new Resolution(y, x);
    }

    @Override
    public String toString() {
        return Math.round(x) == Math.round(y) ? Math.round(x) + " dpi" : Math.round(x) + "×" + Math.round(y) + " dpi";
    }
}
