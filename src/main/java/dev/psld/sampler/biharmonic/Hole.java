package dev.psld.sampler.biharmonic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Missing pixels that depend on each other: each has another at most two steps away. Immutable by convention.
 *
 * @param height of the plane
 * @param width of the plane
 * @param pixels places in the plane, ascending
 */
@SuppressWarnings("ArrayRecordComponent") // pixels, compared by nobody
record Hole(int height, int width, int[] pixels) {

    /** All holes of a plane. */
    static List<Hole> all(int height, int width, boolean... missing) {
        List<Hole> holes = new ArrayList<>();
        boolean[] seen = new boolean[missing.length];
        int[] queue = new int[missing.length];
        for (int start = 0; start < missing.length; start++) {
            if (!missing[start] || seen[start]) {
                continue;
            }
            int end = 0;
            queue[end++] = start;
            seen[start] = true;
            for (int next = 0; next < end; next++) {
                int row = queue[next] / width;
                int column = queue[next] % width;
                for (int down = -2; down <= 2; down++) {
                    int reach = 2 - Math.abs(down);
                    for (int right = -reach; right <= reach; right++) {
                        int i = row + down;
                        int j = column + right;
                        if (i < 0 || i >= height || j < 0 || j >= width) {
                            continue;
                        }
                        int at = i * width + j;
                        if (missing[at] && !seen[at]) {
                            seen[at] = true;
                            queue[end++] = at;
                        }
                    }
                }
            }
            int[] pixels = Arrays.copyOf(queue, end);
            Arrays.sort(pixels);
            holes.add(new Hole(height, width, pixels));
        }
        return holes;
    }

    /** Hears of an entry of a row of L². */
    interface Entries {
        void entry(int pixel, double value);
    }

    /** The row of L² at a pixel of the plane, in pieces that add up; L sums the differences to the neighbours that there are. */
    void row(int pixel, Entries entries) {
        spread(pixel, -neighbours(pixel), entries);
        each(pixel, next -> spread(next, 1, entries));
    }

    private void spread(int pixel, double factor, Entries entries) {
        entries.entry(pixel, -factor * neighbours(pixel));
        each(pixel, next -> entries.entry(next, factor));
    }

    /** How many neighbours a pixel of the plane has. */
    int neighbours(int pixel) {
        int row = pixel / width;
        int column = pixel % width;
        return (row > 0 ? 1 : 0) + (row + 1 < height ? 1 : 0) + (column > 0 ? 1 : 0) + (column + 1 < width ? 1 : 0);
    }

    /** Hears of a pixel. */
    interface Pixels {
        void pixel(int place);
    }

    private void each(int pixel, Pixels pixels) {
        int row = pixel / width;
        int column = pixel % width;
        if (row > 0) {
            pixels.pixel(pixel - width);
        }
        if (row + 1 < height) {
            pixels.pixel(pixel + width);
        }
        if (column > 0) {
            pixels.pixel(pixel - 1);
        }
        if (column + 1 < width) {
            pixels.pixel(pixel + 1);
        }
    }
}
