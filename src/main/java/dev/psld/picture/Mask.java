package dev.psld.picture;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which pixels of a photo are missing. Immutable and thread-safe. */
public final class Mask {

    private final int width;
    private final int height;
    private final boolean[] missing;

    private Mask(int width, int height, boolean[] missing) {
        if (width < 1 || height < 1 || missing.length != (long) width * height) {
            throw new IllegalArgumentException(
                    "a mask of " + width + "×" + height + " cannot have " + missing.length + " pixels");
        }
        this.width = width;
        this.height = height;
        this.missing = missing;
    }

    /** A mask of {@code height·width} pixels, row by row; true is missing. */
    public static Mask of(int width, int height, boolean[] missing) {
        return new Mask(width, height, missing.clone());
    }

    /** A part of it. */
    public Mask cropped(PixelRegion part) {
        boolean[] cut = new boolean[part.width() * part.height()];
        for (int row = 0; row < part.height(); row++) {
            System.arraycopy(missing, (part.y() + row) * width + part.x(), cut, row * part.width(), part.width());
        }
        return new Mask(part.width(), part.height(), cut);
    }

    /** Row by row, true where one is missing: a copy. */
    public boolean[] missingPixels() {
        return missing.clone();
    }

    /** The mask whose {@link #known} is given: what is below ½ is missing. */
    public static Mask ofKnown(int width, int height, float[] known) {
        boolean[] missing = new boolean[known.length];
        for (int i = 0; i < missing.length; i++) {
            missing[i] = known[i] < 0.5f;
        }
        return new Mask(width, height, missing);
    }

    /** White (above 127 of 255) is missing, or black when {@code inverted}; transparent parts of the mask count as black. */
    public static Mask of(Picture picture, boolean inverted) {
        boolean[] missing = new boolean[picture.width() * picture.height()];
        for (int i = 0; i < missing.length; i++) {
            double unit = (picture.luma(i) + 1.0) * 0.5;
            if (picture.ownAlpha().isPresent()) {
                unit *= picture.ownAlpha().get()[i];
            }
            missing[i] = (unit > 127.5 / 255) != inverted;
        }
        return new Mask(picture.width(), picture.height(), missing);
    }

    /** Reads a mask picture, see {@link #of(Picture, boolean)}. */
    public static Mask read(Path file, boolean inverted, PictureReader reader) {
        return of(reader.read(file), inverted);
    }

    /** The transparent pixels (alpha of 127 of 255 and less) are missing; nothing is where the picture is opaque. */
    public static Mask ofAlpha(Picture picture) {
        boolean[] missing = new boolean[picture.width() * picture.height()];
        picture.ownAlpha().ifPresent(alpha -> {
            for (int i = 0; i < missing.length; i++) {
                missing[i] = alpha[i] < 127.5 / 255;
            }
        });
        return new Mask(picture.width(), picture.height(), missing);
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    public boolean missing(int x, int y) {
        return missing[y * width + x];
    }

    boolean missing(int index) {
        return missing[index];
    }

    public int missingCount() {
        int count = 0;
        for (boolean m : missing) {
            count += m ? 1 : 0;
        }
        return count;
    }

    /** {@code height·width} values for a mask operator: 1 where the pixel is known, 0 where it is missing. */
    public float[] known() {
        float[] known = new float[missing.length];
        for (int i = 0; i < known.length; i++) {
            known[i] = missing[i] ? 0f : 1f;
        }
        return known;
    }

    public Mask inverted() {
        boolean[] other = new boolean[missing.length];
        for (int i = 0; i < other.length; i++) {
            other[i] = !missing[i];
        }
        return new Mask(width, height, other);
    }

    /** This mask at another size, by the nearest pixel. */
    public Mask resized(int newWidth, int newHeight) {
        boolean[] other = new boolean[newWidth * newHeight];
        for (int y = 0; y < newHeight; y++) {
            int sy = (int) ((2L * y + 1) * height / (2L * newHeight));
            for (int x = 0; x < newWidth; x++) {
                int sx = (int) ((2L * x + 1) * width / (2L * newWidth));
                other[y * newWidth + x] = missing[sy * width + sx];
            }
        }
        return new Mask(newWidth, newHeight, other);
    }

    /** This mask when it has that size, else a {@link BadPictureException} that names both. */
    public Mask requireSize(int requiredWidth, int requiredHeight, String maskName, String pictureName) {
        if (width != requiredWidth || height != requiredHeight) {
            throw new BadPictureException(
                    "The mask " + maskName + " is " + width + "×" + height + ", but " + pictureName
                            + " is " + requiredWidth + "×" + requiredHeight
                            + ": make the mask as large as the picture (after its EXIF rotation).");
        }
        return this;
    }

    /** An 8-bit grey picture, white where a pixel is missing. */
    public Picture toPicture() {
        float[] samples = new float[Picture.CHANNELS * missing.length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = missing[i % missing.length] ? 1f : -1f;
        }
        return Picture.owning(width, height, samples, Optional.empty(), new Origin(8, true, List.of()));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Mask m && width == m.width && Arrays.equals(missing, m.missing);
    }

    @Override
    public int hashCode() {
        return 31 * width + Arrays.hashCode(missing);
    }
}
