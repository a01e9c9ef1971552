package dev.psld.chain;

import dev.psld.operator.BorderIndex;
import dev.psld.sampler.Pose;
import dev.psld.sampler.PullableDenoiser;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A denoiser's graph over a picture of any size: in overlapping windows that are blended by a partition of unity, or whole
 * where it is small. Borders are reflected up to the multiple of pixels that the graph takes, and cut off again. Used by one
 * thread; the session stays the caller's.
 */
public final class TiledDenoiser implements PullableDenoiser {
    private static final int CHANNELS = DenoiserGraph.CHANNELS;
    private static final List<Pose> UPRIGHT = List.of(Pose.UPRIGHT);

    private final DenoiserGraph graph;
    private final int multiple;
    private final TileGrid grid;
    private final boolean[][] runs;
    private final double[][] limits;
    private final DenoiserPullback pullback;
    private float[] seen = new float[0];
    private double at;
    private long nanos;
    private int calls;

    /**
     * @param multiple what H and W must be multiples of
     * @param wanted the pixels that matter: windows without one give back what they get; empty for all
     * @param limit the most noise that each window is told of
     */
    TiledDenoiser(
            DenoiserGraph graph,
            int multiple,
            TileGrid grid,
            Optional<boolean[]> wanted,
            NoiseLimit limit,
            DenoiserPullback pullback) {
        this.graph = graph;
        this.multiple = multiple;
        this.grid = grid;
        this.pullback = pullback;
        this.runs = new boolean[grid.rows().size()][grid.columns().size()];
        this.limits = new double[runs.length][grid.columns().size()];
        for (int i = 0; i < runs.length; i++) {
            for (int j = 0; j < runs[i].length; j++) {
                TileGrid.Span row = grid.rows().get(i);
                TileGrid.Span column = grid.columns().get(j);
                runs[i][j] =
                        wanted.map(pixels -> grid.holds(row, column, pixels)).orElse(true);
                limits[i][j] = runs[i][j] ? limit.of(row.start(), column.start(), row.length(), column.length()) : 0;
            }
        }
    }

    /** How many windows are run each time. */
    public int windows() {
        int windows = 0;
        for (boolean[] row : runs) {
            for (boolean run : row) {
                windows += run ? 1 : 0;
            }
        }
        return windows;
    }

    /** Seconds that all runs took so far. */
    public double seconds() {
        return nanos / 1e9;
    }

    /** How often the network was asked about the whole picture, pullbacks too. */
    public int calls() {
        return calls;
    }

    @Override
    public float[] denoise(float[] noisy, double sigma) {
        long began = System.nanoTime();
        seen = noisy;
        at = sigma;
        calls++;
        Band blended = new Band(grid.height());
        for (int i = 0; i < runs.length; i++) {
            row(noisy, sigma, UPRIGHT, i, blended);
        }
        nanos += System.nanoTime() - began;
        return blended.values;
    }

    /** In the given array: rows that no later window looks at are replaced as soon as they are done. */
    @Override
    public float[] denoiseGiven(float[] noisy, double sigma) {
        return denoiseGiven(noisy, sigma, UPRIGHT);
    }

    @Override
    public float[] denoiseGiven(float[] noisy, double sigma, List<Pose> poses) {
        long began = System.nanoTime();
        seen = new float[0];
        calls += poses.size();
        Band band = new Band(
                grid.rows().stream().mapToInt(TileGrid.Span::length).max().orElseThrow());
        for (int i = 0; i < runs.length; i++) {
            row(noisy, sigma, poses, i, band);
            boolean last = i == runs.length - 1;
            band.moveInto(noisy, last ? grid.height() : grid.rows().get(i + 1).start());
        }
        nanos += System.nanoTime() - began;
        return noisy;
    }

    private void row(float[] noisy, double sigma, List<Pose> poses, int i, Band blended) {
        TileGrid.Span row = grid.rows().get(i);
        for (int j = 0; j < runs[i].length; j++) {
            TileGrid.Span column = grid.columns().get(j);
            if (runs[i][j]) {
                window(noisy, Math.min(sigma, limits[i][j]), poses, row, column, blended);
            } else {
                keep(noisy, row, column, blended);
            }
        }
    }

    /** Rows of the blended picture, from one that moves down. */
    private final class Band {
        private final int height;
        private final float[] values;
        private int first;

        Band(int height) {
            this.height = height;
            this.values = new float[CHANNELS * height * grid.width()];
        }

        int at(int channel, int row) {
            return (channel * height + row - first) * grid.width();
        }

        /** Puts all rows above one where they belong, and begins with that row. */
        void moveInto(float[] picture, int row) {
            int done = (row - first) * grid.width();
            int length = height * grid.width();
            for (int c = 0; c < CHANNELS; c++) {
                int from = c * length;
                System.arraycopy(values, from, picture, (c * grid.height() + first) * grid.width(), done);
                System.arraycopy(values, from + done, values, from, length - done);
                Arrays.fill(values, from + length - done, from + length, 0);
            }
            first = row;
        }
    }

    /** Σ R_kᵀ D_k*(w_k R_k c) (algorithms F, tiles). */
    @Override
    public float[] pull(float[] cotangent) {
        long began = System.nanoTime();
        calls++;
        Band pulled = new Band(grid.height());
        for (int i = 0; i < runs.length; i++) {
            for (int j = 0; j < runs[i].length; j++) {
                TileGrid.Span row = grid.rows().get(i);
                TileGrid.Span column = grid.columns().get(j);
                if (runs[i][j]) {
                    pull(cotangent, row, column, pulled.values);
                } else {
                    keep(cotangent, row, column, pulled);
                }
            }
        }
        nanos += System.nanoTime() - began;
        return pulled.values;
    }

    /** Adds one window's pullback, that of its reflected border too. */
    private void pull(float[] cotangent, TileGrid.Span row, TileGrid.Span column, float[] pulled) {
        int h = roundedUp(row.length());
        int w = roundedUp(column.length());
        float[] weighted = new float[CHANNELS * h * w];
        for (int c = 0; c < CHANNELS; c++) {
            for (int i = 0; i < row.length(); i++) {
                int from = (c * grid.height() + row.start() + i) * grid.width() + column.start();
                for (int j = 0; j < column.length(); j++) {
                    weighted[(c * h + i) * w + j] = row.weight(i) * column.weight(j) * cotangent[from + j];
                }
            }
        }
        float[] own = pullback.pull(cut(seen, row, column, h, w), at, weighted, h, w);
        for (int c = 0; c < CHANNELS; c++) {
            for (int i = 0; i < h; i++) {
                int to = (c * grid.height() + row.start() + BorderIndex.reflect(i, row.length())) * grid.width()
                        + column.start();
                for (int j = 0; j < w; j++) {
                    pulled[to + BorderIndex.reflect(j, column.length())] += own[(c * h + i) * w + j];
                }
            }
        }
    }

    /** Adds R_kᵀ w_k R_k x of a window that is not run. */
    private void keep(float[] noisy, TileGrid.Span row, TileGrid.Span column, Band blended) {
        for (int c = 0; c < CHANNELS; c++) {
            for (int i = 0; i < row.length(); i++) {
                int at = (c * grid.height() + row.start() + i) * grid.width() + column.start();
                int to = blended.at(c, row.start() + i) + column.start();
                for (int j = 0; j < column.length(); j++) {
                    blended.values[to + j] += row.weight(i) * column.weight(j) * noisy[at + j];
                }
            }
        }
    }

    /** Adds R_kᵀ w_k D(R_k x) of one window. */
    private void window(
            float[] noisy, double sigma, List<Pose> poses, TileGrid.Span row, TileGrid.Span column, Band blended) {
        int h = roundedUp(row.length());
        int w = roundedUp(column.length());
        float[] denoised = graph.run(cut(noisy, row, column, h, w), h, w, sigma, poses);
        for (int c = 0; c < CHANNELS; c++) {
            for (int i = 0; i < row.length(); i++) {
                int to = blended.at(c, row.start() + i) + column.start();
                int from = (c * h + i) * w;
                float across = row.weight(i);
                for (int j = 0; j < column.length(); j++) {
                    blended.values[to + j] += across * column.weight(j) * denoised[from + j];
                }
            }
        }
    }

    private float[] cut(float[] x, TileGrid.Span row, TileGrid.Span column, int h, int w) {
        float[] window = new float[CHANNELS * h * w];
        for (int c = 0; c < CHANNELS; c++) {
            for (int i = 0; i < h; i++) {
                int from = (c * grid.height() + row.start() + BorderIndex.reflect(i, row.length())) * grid.width()
                        + column.start();
                int to = (c * h + i) * w;
                for (int j = 0; j < w; j++) {
                    window[to + j] = x[from + BorderIndex.reflect(j, column.length())];
                }
            }
        }
        return window;
    }

    private int roundedUp(int length) {
        return (length + multiple - 1) / multiple * multiple;
    }
}
