package dev.psld.chain;

import dev.psld.ort.Environment;
import dev.psld.ort.OrtTensor;
import dev.psld.ort.Session;
import dev.psld.sampler.Denoiser;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Objects;

/**
 * A denoiser's graph over a picture of any size: in overlapping windows that are blended by a partition of unity, or whole
 * where it is small. Borders are reflected up to the multiple of pixels that the graph takes, and cut off again. Used by one
 * thread; the session stays the caller's.
 */
public final class TiledDenoiser implements Denoiser {
    private static final int CHANNELS = 3;

    private final Environment environment;
    private final Session session;
    private final int multiple;
    private final TileGrid grid;

    /**
     * @param session of a graph from {@code x} (N×3×H×W) and {@code sigma} (N) to {@code denoised}
     * @param multiple what H and W must be multiples of
     * @param side most pixels of a window's side
     * @param overlap pixels that windows share; as wide as what the net sees around a pixel, seams are those of the net
     */
    public TiledDenoiser(
            Environment environment, Session session, int multiple, int height, int width, int side, int overlap) {
        this.environment = environment;
        this.session = session;
        this.multiple = multiple;
        this.grid = TileGrid.of(height, width, side, overlap);
    }

    /** How many windows a picture takes. */
    public int windows() {
        return grid.rows().size() * grid.columns().size();
    }

    @Override
    public float[] denoise(float[] noisy, double sigma) {
        float[] blended = new float[noisy.length];
        for (TileGrid.Span row : grid.rows()) {
            for (TileGrid.Span column : grid.columns()) {
                window(noisy, sigma, row, column, blended);
            }
        }
        return blended;
    }

    /** Adds R_kᵀ w_k D(R_k x) of one window. */
    private void window(float[] noisy, double sigma, TileGrid.Span row, TileGrid.Span column, float[] blended) {
        int h = roundedUp(row.length());
        int w = roundedUp(column.length());
        try (OrtTensor x = OrtTensor.of(environment, cut(noisy, row, column, h, w), 1, CHANNELS, h, w);
                OrtTensor level = OrtTensor.of(environment, new float[] {(float) sigma}, 1);
                OrtTensor denoised = Objects.requireNonNull(
                        session.run(Map.of("x", x, "sigma", level)).get("denoised"))) {
            FloatBuffer values = denoised.floats();
            for (int c = 0; c < CHANNELS; c++) {
                for (int i = 0; i < row.length(); i++) {
                    int to = (c * grid.height() + row.start() + i) * grid.width() + column.start();
                    int from = (c * h + i) * w;
                    float across = row.weight(i);
                    for (int j = 0; j < column.length(); j++) {
                        blended[to + j] += across * column.weight(j) * values.get(from + j);
                    }
                }
            }
        }
    }

    private float[] cut(float[] x, TileGrid.Span row, TileGrid.Span column, int h, int w) {
        float[] window = new float[CHANNELS * h * w];
        for (int c = 0; c < CHANNELS; c++) {
            for (int i = 0; i < h; i++) {
                int from =
                        (c * grid.height() + row.start() + reflected(i, row.length())) * grid.width() + column.start();
                int to = (c * h + i) * w;
                for (int j = 0; j < w; j++) {
                    window[to + j] = x[from + reflected(j, column.length())];
                }
            }
        }
        return window;
    }

    private int roundedUp(int length) {
        return (length + multiple - 1) / multiple * multiple;
    }

    /** The pixel that stands for pixel i of an axis, mirrored at the last one as often as it takes. */
    private static int reflected(int i, int length) {
        if (length == 1) {
            return 0;
        }
        int period = 2 * (length - 1);
        int within = i % period;
        return within < length ? within : period - within;
    }
}
