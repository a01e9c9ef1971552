package dev.psld.picture;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
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
        float[] luma = picture.toGrey().ownSamples();
        boolean[] missing = new boolean[picture.width() * picture.height()];
        for (int i = 0; i < missing.length; i++) {
            double unit = (luma[i] + 1.0) * 0.5;
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

    /** Exactly {@code missingFraction} of the pixels (rounded half up) drawn without replacement. */
    public static Mask random(int width, int height, double missingFraction, long seed) {
        if (!(missingFraction >= 0 && missingFraction <= 1)) {
            throw new IllegalArgumentException("the missing fraction is between 0 and 1, not " + missingFraction);
        }
        boolean[] missing = new boolean[width * height];
        SplittableRandom random = new SplittableRandom(seed);
        long left = (long) Math.floor(missingFraction * missing.length + 0.5);
        for (int i = 0; i < missing.length; i++) { // selection sampling, Knuth TAOCP 3.4.2 S
            if (random.nextInt(missing.length - i) < left) {
                missing[i] = true;
                left--;
            }
        }
        return new Mask(width, height, missing);
    }

    /** One missing box at a uniformly drawn place, at least {@code margin} pixels from every border. */
    public static Mask box(int width, int height, int boxWidth, int boxHeight, int margin, long seed) {
        int freeX = width - boxWidth - 2 * margin;
        int freeY = height - boxHeight - 2 * margin;
        if (margin < 0 || freeX < 0 || freeY < 0) {
            throw new IllegalArgumentException("a box of " + boxWidth + "×" + boxHeight + " with a margin of " + margin
                    + " does not fit into " + width + "×" + height);
        }
        SplittableRandom random = new SplittableRandom(seed);
        int x = margin + random.nextInt(freeX + 1);
        int y = margin + random.nextInt(freeY + 1);
        return boxAt(width, height, x, y, boxWidth, boxHeight);
    }

    /** One missing box whose upper left pixel is (x, y). */
    public static Mask boxAt(int width, int height, int x, int y, int boxWidth, int boxHeight) {
        boolean empty = boxWidth < 1 || boxHeight < 1;
        if (empty || x < 0 || y < 0 || (long) x + boxWidth > width || (long) y + boxHeight > height) {
            throw new IllegalArgumentException("a box of " + boxWidth + "×" + boxHeight + " at (" + x + ", " + y
                    + ") does not fit into " + width + "×" + height);
        }
        boolean[] missing = new boolean[width * height];
        for (int row = y; row < y + boxHeight; row++) {
            Arrays.fill(missing, row * width + x, row * width + x + boxWidth, true);
        }
        return new Mask(width, height, missing);
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
