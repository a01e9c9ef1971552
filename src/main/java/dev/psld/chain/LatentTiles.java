package dev.psld.chain;

import dev.psld.bundle.Manifest;
import dev.psld.derive.ModelException;
import java.util.List;
import java.util.Optional;

/**
 * Where the windows of a latent model lie on a picture of any size: windows of the model's own size that overlap, over the picture with its
 * borders reflected up to whole latents and at least one window. Immutable and thread-safe.
 *
 * <p>Latents are those of all windows together, each position once. A picture of just the model's size has one window.
 */
public final class LatentTiles {
    /** Windows over what neighbours share at least. */
    private static final int WINDOWS_PER_OVERLAP = 4;

    private final ReflectedCanvas canvas;
    private final TileBlend latents;
    private final TileBlend pictures;
    private final int channels;

    private LatentTiles(ReflectedCanvas canvas, TileBlend latents, int factor, int channels) {
        this.canvas = canvas;
        this.latents = latents;
        this.pictures = latents.times(factor);
        this.channels = channels;
    }

    /**
     * Windows for a picture.
     *
     * @param wanted the pixels that matter, row after row: windows without one are left out. Empty for all
     * @throws ModelException when the model's latents are no whole part of its pictures
     */
    public static LatentTiles of(Manifest manifest, int height, int width, Optional<boolean[]> wanted) {
        List<Integer> image = manifest.image();
        List<Integer> latent = manifest.latent();
        int factor = image.get(1) / latent.get(1);
        if (factor * latent.get(1) != image.get(1) || factor * latent.get(2) != image.get(2)) {
            throw new ModelException("the model " + manifest.name() + " has latents of " + latent.get(2) + "×"
                    + latent.get(1) + " for pictures of " + image.get(2) + "×" + image.get(1)
                    + ", so that it cannot be run in windows: give photos of its own size, or --fit");
        }
        int rows = Math.max(latent.get(1), (height + factor - 1) / factor);
        int columns = Math.max(latent.get(2), (width + factor - 1) / factor);
        ReflectedCanvas canvas = new ReflectedCanvas(height, width, factor * rows, factor * columns);
        int overlap = Math.min(latent.get(1), latent.get(2)) / WINDOWS_PER_OVERLAP;
        TileGrid grid = TileGrid.exact(rows, columns, latent.get(1), latent.get(2), overlap);
        TileBlend blend = wanted.map(pixels -> wanted(pixels, height, width, rows, columns, factor))
                .map(positions -> TileBlend.of(grid, positions))
                .orElseGet(() -> TileBlend.of(grid));
        return new LatentTiles(canvas, blend, factor, latent.get(0));
    }

    /** The latents of which a pixel is wanted; the first one where none is, for a sampler needs something. */
    private static boolean[] wanted(boolean[] pixels, int height, int width, int rows, int columns, int factor) {
        boolean[] positions = new boolean[rows * columns];
        boolean any = false;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (pixels[y * width + x]) {
                    positions[y / factor * columns + x / factor] = true;
                    any = true;
                }
            }
        }
        positions[0] |= !any;
        return positions;
    }

    /** Whether a picture has another size than the model's. */
    public static boolean needed(Manifest manifest, int height, int width) {
        return height != manifest.image().get(1) || width != manifest.image().get(2);
    }

    /** How many windows are run. */
    public int windows() {
        return latents.windows();
    }

    /** Numbers of a latent of the whole picture. */
    public int latentLength() {
        return channels * latents.positions();
    }

    int channels() {
        return channels;
    }

    TileBlend latents() {
        return latents;
    }

    TileBlend pictures() {
        return pictures;
    }

    ReflectedCanvas canvas() {
        return canvas;
    }

    /** The pixels of the picture that a window holds, row after row; empty where that is all of them. */
    Optional<boolean[]> covered() {
        if (latents.whole()) {
            return Optional.empty();
        }
        boolean[] covered = new boolean[canvas.height() * canvas.width()];
        for (int y = 0; y < canvas.height(); y++) {
            for (int x = 0; x < canvas.width(); x++) {
                covered[y * canvas.width() + x] = pictures.covers(y * canvas.canvasWidth() + x);
            }
        }
        return Optional.of(covered);
    }
}
