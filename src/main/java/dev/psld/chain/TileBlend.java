package dev.psld.chain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Windows of one size over planes of numbers, blended by a partition of unity, Σ_k R_k* w_k = 1 (algorithms F), with the transposes of
 * cutting and blending. Immutable and thread-safe.
 *
 * <p>Planes are flat, one channel after the other; where only some windows are run, each channel holds just the positions that
 * these cover, row after row.
 */
final class TileBlend {
    private final TileGrid grid;
    private final List<Window> windows;
    private final Optional<int[]> places;
    private final float[] share;

    /** A window by its two axes. */
    private record Window(TileGrid.Span row, TileGrid.Span column) {}

    private TileBlend(TileGrid grid, List<Window> windows, boolean compact) {
        this.grid = grid;
        this.windows = List.copyOf(windows);
        this.places = compact ? Optional.of(places(grid, windows)) : Optional.empty();
        this.share = shares();
    }

    /** All windows of a grid, which are of one size. */
    static TileBlend of(TileGrid grid) {
        return new TileBlend(grid, windows(grid, Optional.empty()), false);
    }

    /** Those windows of a grid that hold a wanted position; at least one has to be wanted. */
    static TileBlend of(TileGrid grid, boolean[] wanted) {
        return new TileBlend(grid, windows(grid, Optional.of(wanted)), true);
    }

    /** The same windows on planes of f times the height and width, which hold all positions, covered or not. */
    TileBlend times(int f) {
        TileGrid larger =
                new TileGrid(f * grid.height(), f * grid.width(), times(grid.rows(), f), times(grid.columns(), f));
        List<Window> all = new ArrayList<>();
        windows.forEach(window -> all.add(new Window(times(window.row(), f), times(window.column(), f))));
        return new TileBlend(larger, all, false);
    }

    private static List<TileGrid.Span> times(List<TileGrid.Span> spans, int f) {
        return spans.stream().map(span -> times(span, f)).toList();
    }

    private static TileGrid.Span times(TileGrid.Span span, int f) {
        return new TileGrid.Span(f * span.start(), f * span.length(), f * span.rising(), f * span.falling());
    }

    private static List<Window> windows(TileGrid grid, Optional<boolean[]> wanted) {
        List<Window> windows = new ArrayList<>();
        for (TileGrid.Span row : grid.rows()) {
            for (TileGrid.Span column : grid.columns()) {
                if (wanted.isEmpty() || grid.holds(row, column, wanted.get())) {
                    windows.add(new Window(row, column));
                }
            }
        }
        return windows;
    }

    /** The place of every covered position among these. */
    private static int[] places(TileGrid grid, List<Window> windows) {
        int[] places = new int[grid.height() * grid.width()];
        for (Window window : windows) {
            for (int i = 0; i < window.row().length(); i++) {
                int from = (window.row().start() + i) * grid.width()
                        + window.column().start();
                Arrays.fill(places, from, from + window.column().length(), 1);
            }
        }
        int next = 0;
        for (int p = 0; p < places.length; p++) {
            places[p] = places[p] == 1 ? next++ : -1;
        }
        return places;
    }

    /** 1 over the sum of all weights at each position; 0 where no window is. */
    private float[] shares() {
        int covered = places.map(all -> Arrays.stream(all).max().orElse(-1) + 1).orElse(grid.height() * grid.width());
        float[] sums = new float[covered];
        for (Window window : windows) {
            for (int i = 0; i < window.row().length(); i++) {
                int at = at(window, i);
                for (int j = 0; j < window.column().length(); j++) {
                    sums[at + j] += window.row().weight(i) * window.column().weight(j);
                }
            }
        }
        for (int p = 0; p < covered; p++) {
            sums[p] = sums[p] > 0 ? 1 / sums[p] : 0;
        }
        return sums;
    }

    /** How many windows there are. */
    int windows() {
        return windows.size();
    }

    /** How many numbers a channel has. */
    int positions() {
        return share.length;
    }

    /** Whether a window is at position p of a channel. */
    boolean covers(int p) {
        return share[p] > 0;
    }

    /** Whether every position belongs to a window. */
    boolean whole() {
        return windows.size() == grid.rows().size() * grid.columns().size();
    }

    /** R_k x. */
    float[] cut(float[] planes, int k) {
        Window window = windows.get(k);
        float[] cut = new float[channels(planes) * area(window)];
        rows(
                window,
                channels(planes),
                (i, at, from) ->
                        System.arraycopy(planes, at, cut, from, window.column().length()));
        return cut;
    }

    /** Adds R_k* g, the transpose of {@link #cut}. */
    void add(float[] planes, int k, float[] g) {
        Window window = windows.get(k);
        rows(window, channels(planes), (i, at, from) -> {
            for (int j = 0; j < window.column().length(); j++) {
                planes[at + j] += g[from + j];
            }
        });
    }

    /** Adds R_k* w_k v. */
    void blend(float[] planes, int k, float[] v) {
        Window window = windows.get(k);
        rows(window, channels(planes), (i, at, from) -> {
            for (int j = 0; j < window.column().length(); j++) {
                planes[at + j] += weight(window, i, j, at) * v[from + j];
            }
        });
    }

    /** w_k R_k c, the transpose of {@link #blend}. */
    float[] weighted(float[] planes, int k) {
        Window window = windows.get(k);
        float[] cut = new float[channels(planes) * area(window)];
        rows(window, channels(planes), (i, at, from) -> {
            for (int j = 0; j < window.column().length(); j++) {
                cut[from + j] = weight(window, i, j, at) * planes[at + j];
            }
        });
        return cut;
    }

    private float weight(Window window, int i, int j, int at) {
        return window.row().weight(i) * window.column().weight(j) * share[at % share.length + j];
    }

    private int channels(float[] planes) {
        return planes.length / share.length;
    }

    private static int area(Window window) {
        return window.row().length() * window.column().length();
    }

    /** Where row i of a window begins in a channel. */
    private int at(Window window, int i) {
        int p = (window.row().start() + i) * grid.width() + window.column().start();
        return places.map(all -> all[p]).orElse(p);
    }

    /** Takes a window's row i, where it begins in the planes and where in the window. */
    private interface Row {
        void take(int i, int at, int from);
    }

    private void rows(Window window, int channels, Row each) {
        int h = window.row().length();
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < h; i++) {
                each.take(
                        i,
                        c * share.length + at(window, i),
                        (c * h + i) * window.column().length());
            }
        }
    }
}
