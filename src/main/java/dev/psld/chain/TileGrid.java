package dev.psld.chain;

import dev.psld.bundle.WindowSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Windows of one size that cover a picture, with weights that blend them: a partition of unity, Σ_k R_kᵀ w_k = 1. Immutable.
 *
 * <p>Along each axis the weight of a window rises linearly over what it shares with the window before, and falls over what it
 * shares with the next; that of the picture is the product of both axes.
 *
 * @param height of the picture
 * @param width of the picture
 * @param rows windows along the height
 * @param columns windows along the width
 */
record TileGrid(int height, int width, List<Span> rows, List<Span> columns) {
    /** Pixels that neighbours share where most of a picture is known: what is farther is hardly seen. */
    private static final int CONTEXT = 32;

    private static final int SMALLEST = 128;

    /**
     * Part of an axis.
     *
     * @param start first pixel
     * @param length number of pixels
     * @param rising shared with the window before, 0 for the first
     * @param falling shared with the window after, 0 for the last
     */
    record Span(int start, int length, int rising, int falling) {

        /** The weight of the window's pixel i. */
        float weight(int i) {
            double up = i < rising ? (i + 0.5) / rising : 1;
            int left = length - 1 - i;
            double down = left < falling ? (left + 0.5) / falling : 1;
            return (float) (up * down);
        }
    }

    TileGrid {
        rows = List.copyOf(rows);
        columns = List.copyOf(columns);
    }

    /**
     * Windows for a picture.
     *
     * @param most most pixels of a window's side, more than twice the overlap
     * @param overlap pixels that neighbours share at least
     */
    static TileGrid of(int height, int width, int most, int overlap) {
        return new TileGrid(height, width, spans(height, most, overlap), spans(width, most, overlap));
    }

    /** Windows of a denoiser: as large as they may be, or what holds the wanted pixels in the fewest. */
    static TileGrid of(int height, int width, int most, WindowSize size, Optional<boolean[]> wanted) {
        return wanted.map(pixels -> sparing(height, width, most, size.multiple(), pixels))
                .orElseGet(() -> of(height, width, most, size.overlap()));
    }

    /**
     * Windows of which those that hold a wanted pixel have as few pixels together as can be: small ones along a scratch,
     * large ones over a large hole.
     *
     * @param most most pixels of a window's side
     * @param multiple what sides of windows are multiples of
     */
    static TileGrid sparing(int height, int width, int most, int multiple, boolean[] wanted) {
        TileGrid best = of(height, width, most, CONTEXT);
        long least = best.pixels(wanted);
        for (int side = Math.max(SMALLEST, multiple); side < most; side += Math.max(SMALLEST / 2, multiple)) {
            TileGrid grid = of(height, width, side, CONTEXT);
            long pixels = grid.pixels(wanted);
            if (pixels < least) {
                best = grid;
                least = pixels;
            }
        }
        return best;
    }

    /**
     * Windows of one size exactly, spread evenly over planes that are at least as large.
     *
     * @param overlap what neighbours share at least
     */
    static TileGrid exact(int height, int width, int windowHeight, int windowWidth, int overlap) {
        return new TileGrid(
                height,
                width,
                exact(height, windowHeight, Math.min(overlap, (windowHeight - 1) / 2)),
                exact(width, windowWidth, Math.min(overlap, (windowWidth - 1) / 2)));
    }

    /** How many windows there are, or hold a wanted pixel. */
    int windows(Optional<boolean[]> wanted) {
        int windows = 0;
        for (Span row : rows) {
            for (Span column : columns) {
                windows += wanted.isEmpty() || holds(row, column, wanted.get()) ? 1 : 0;
            }
        }
        return windows;
    }

    /** Pixels of all windows that hold a wanted one. */
    private long pixels(boolean[] wanted) {
        long pixels = 0;
        for (Span row : rows) {
            for (Span column : columns) {
                pixels += holds(row, column, wanted) ? (long) row.length() * column.length() : 0;
            }
        }
        return pixels;
    }

    /** Whether a window holds a wanted pixel. */
    boolean holds(Span row, Span column, boolean[] wanted) {
        for (int i = row.start(); i < row.start() + row.length(); i++) {
            for (int j = column.start(); j < column.start() + column.length(); j++) {
                if (wanted[i * width + j]) {
                    return true;
                }
            }
        }
        return false;
    }

    /** As few spans of equal length as reach, spread evenly. */
    private static List<Span> spans(int size, int most, int overlap) {
        if (2 * overlap >= most) {
            throw new IllegalArgumentException("windows of " + most + " cannot share " + overlap);
        }
        if (size <= most) {
            return List.of(new Span(0, size, 0, 0));
        }
        int count = (int) Math.ceil((double) (size - overlap) / (most - overlap));
        int length = (int) Math.ceil((size + (count - 1.0) * overlap) / count);
        return spread(size, length, count);
    }

    private static List<Span> exact(int size, int length, int overlap) {
        if (size < length) {
            throw new IllegalArgumentException("windows of " + length + " do not fit into " + size);
        }
        return size == length
                ? List.of(new Span(0, size, 0, 0))
                : spread(size, length, (int) Math.ceil((double) (size - overlap) / (length - overlap)));
    }

    /** Spans from the first pixel to the last, at least two. */
    private static List<Span> spread(int size, int length, int count) {
        int[] starts = new int[count];
        for (int k = 0; k < count; k++) {
            starts[k] = (int) Math.round((double) k * (size - length) / (count - 1));
        }
        List<Span> spans = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            int rising = k == 0 ? 0 : starts[k - 1] + length - starts[k];
            int falling = k == count - 1 ? 0 : starts[k] + length - starts[k + 1];
            spans.add(new Span(starts[k], length, rising, falling));
        }
        return spans;
    }
}
