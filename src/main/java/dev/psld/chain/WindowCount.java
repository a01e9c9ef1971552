package dev.psld.chain;

import dev.psld.bundle.Manifest;
import dev.psld.bundle.WindowSize;
import java.util.List;
import java.util.Optional;

/**
 * How many windows of a model a picture takes. Immutable.
 *
 * @param windows that are run in each step
 * @param height of the largest of them
 * @param width of the largest of them
 */
public record WindowCount(int windows, int height, int width) {

    /**
     * Counts.
     *
     * @param height of the picture
     * @param width of the picture
     * @param wanted the pixels that matter, row after row; empty for all
     */
    public static WindowCount of(Manifest model, int height, int width, Optional<boolean[]> wanted) {
        List<Integer> image = model.image();
        Optional<WindowSize> size = model.anySize().filter(s -> model.onPictures());
        if (size.isEmpty()) {
            int windows = LatentTiles.of(model, height, width, wanted).windows();
            return new WindowCount(windows, image.get(1), image.get(2));
        }
        int most = Math.min(image.get(1), image.get(2));
        TileGrid grid = TileGrid.of(height, width, most, size.get(), wanted);
        return new WindowCount(
                grid.windows(wanted),
                grid.rows().get(0).length(),
                grid.columns().get(0).length());
    }

    /** Pixels of all windows together. */
    public long pixels() {
        return (long) windows * height * width;
    }
}
