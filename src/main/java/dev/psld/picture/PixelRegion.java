package dev.psld.picture;

/** A rectangle of a picture, in pixels. Immutable. */
public record PixelRegion(int x, int y, int width, int height) {

    /** What holds all missing pixels with so many around them; the first pixel with as many where none is missing. */
    public static PixelRegion around(Mask mask, int margin) {
        int left = mask.width();
        int top = mask.height();
        int right = 0;
        int bottom = 0;
        for (int v = 0; v < mask.height(); v++) {
            for (int u = 0; u < mask.width(); u++) {
                if (mask.missing(u, v)) {
                    left = Math.min(left, u);
                    right = Math.max(right, u + 1);
                    top = Math.min(top, v);
                    bottom = Math.max(bottom, v + 1);
                }
            }
        }
        if (right == 0) {
            left = 0;
            top = 0;
        }
        int x = Math.max(0, left - margin);
        int y = Math.max(0, top - margin);
        return new PixelRegion(
                x, y, Math.min(mask.width(), right + margin) - x, Math.min(mask.height(), bottom + margin) - y);
    }

    /** This part of planes of width×height. */
    float[] of(float[] planes, int planesWidth, int planesHeight) {
        int count = planes.length / (planesWidth * planesHeight);
        float[] part = new float[count * width * height];
        for (int row = 0; row < count * height; row++) {
            System.arraycopy(planes, at(row, planesWidth, planesHeight), part, row * width, width);
        }
        return part;
    }

    /** Puts this part into planes of width×height. */
    void into(float[] planes, int planesWidth, int planesHeight, float[] part) {
        for (int row = 0; row < part.length / width; row++) {
            System.arraycopy(part, row * width, planes, at(row, planesWidth, planesHeight), width);
        }
    }

    private int at(int row, int planesWidth, int planesHeight) {
        return ((row / height) * planesHeight + y + row % height) * planesWidth + x;
    }
}
