package dev.psld.chain;

import dev.psld.operator.BorderIndex;

/**
 * A picture at the upper left of a larger canvas, whose rest is its reflection; with the transposes of laying it there and
 * taking it off again. Immutable and thread-safe. Pictures are flat, one channel after the other.
 *
 * @param height of the picture
 * @param width of the picture
 * @param canvasHeight at least as much
 * @param canvasWidth at least as much
 */
record ReflectedCanvas(int height, int width, int canvasHeight, int canvasWidth) {

    private boolean same() {
        return height == canvasHeight && width == canvasWidth;
    }

    /** The picture with its reflections. */
    float[] lay(float[] picture) {
        if (same()) {
            return picture;
        }
        float[] canvas = new float[channels(picture, height * width) * canvasHeight * canvasWidth];
        each(canvas.length, (p, from) -> canvas[p] = picture[from]);
        return canvas;
    }

    /** The transpose of {@link #lay}: a pixel gets what all its reflections have. */
    float[] gather(float[] canvas) {
        if (same()) {
            return canvas;
        }
        float[] picture = new float[channels(canvas, canvasHeight * canvasWidth) * height * width];
        each(canvas.length, (p, to) -> picture[to] += canvas[p]);
        return picture;
    }

    /** The picture without its reflections. */
    float[] crop(float[] canvas) {
        if (same()) {
            return canvas;
        }
        float[] picture = new float[channels(canvas, canvasHeight * canvasWidth) * height * width];
        for (int row = 0; row < picture.length / width; row++) {
            System.arraycopy(canvas, onCanvas(row), picture, row * width, width);
        }
        return picture;
    }

    /** The transpose of {@link #crop}: zero but for the picture. */
    float[] embed(float[] picture) {
        if (same()) {
            return picture;
        }
        float[] canvas = new float[channels(picture, height * width) * canvasHeight * canvasWidth];
        for (int row = 0; row < picture.length / width; row++) {
            System.arraycopy(picture, row * width, canvas, onCanvas(row), width);
        }
        return canvas;
    }

    private int onCanvas(int row) {
        return ((row / height) * canvasHeight + row % height) * canvasWidth;
    }

    private static int channels(float[] planes, int positions) {
        return planes.length / positions;
    }

    private interface Pair {
        void take(int canvas, int picture);
    }

    private void each(int length, Pair pair) {
        for (int row = 0; row < length / canvasWidth; row++) {
            int from = ((row / canvasHeight) * height + BorderIndex.reflect(row % canvasHeight, height)) * width;
            for (int j = 0; j < canvasWidth; j++) {
                pair.take(row * canvasWidth + j, from + BorderIndex.reflect(j, width));
            }
        }
    }
}
