package dev.psld.picture;

import dev.psld.fault.HeapLimit;
import dev.psld.picture.codec.ImageDecoder;
import dev.psld.picture.codec.UndecodableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;

/**
 * Reads PNG, JPEG, WebP and TIFF files into upright sRGB pictures at the precision of the file. Immutable and
 * thread-safe. Whatever is wrong with a file is a {@link BadPictureException} with one sentence.
 */
public final class PictureReader {

    /** The most pixels of a picture, unless a reader is told otherwise. */
    public static final long DEFAULT_PIXELS = 100_000_000;

    /** Of each pixel: three planes of floats, and one while it is read. */
    private static final int BYTES = 16;

    private static final long MOST_PIXELS = 700_000_000; // three planes still fit one Java array

    private final long maxPixels;
    private final Function<Path, String> names;

    /** A reader that takes pictures of up to 100 megapixels. */
    public PictureReader() {
        this(DEFAULT_PIXELS);
    }

    public PictureReader(long maxPixels) {
        this(maxPixels, Path::toString);
    }

    private PictureReader(long maxPixels, Function<Path, String> names) {
        if (maxPixels < 1 || maxPixels > MOST_PIXELS) {
            throw new IllegalArgumentException(
                    "the pixel limit is between 1 and " + MOST_PIXELS + ", not " + maxPixels);
        }
        this.maxPixels = maxPixels;
        this.names = names;
    }

    /** The same reader, whose sentences call files as their owner does. */
    public PictureReader naming(Function<Path, String> others) {
        return new PictureReader(maxPixels, others);
    }

    /** What its sentences call a file. */
    public String name(Path file) {
        return names.apply(file);
    }

    /** The picture in that file, turned upright; its remarks say what was changed on the way. */
    public Picture read(Path file) {
        checkFile(file);
        try {
            return Meaning.of(new ImageDecoder(maxPixels).decode(file, FileKind.readable(file)));
        } catch (UndecodableException e) {
            throw new BadPictureException(name(file) + " " + e.getMessage() + ".", e);
        } catch (IOException e) {
            throw new BadPictureException(name(file) + " cannot be read: " + reason(e) + ".", e);
        } catch (OutOfMemoryError e) {
            throw new BadPictureException(
                    name(file) + " does not fit into the memory of this process"
                            + PixelSize.of(file)
                                    .map(s -> String.format(
                                            Locale.ROOT,
                                            ", for its %d×%d pixels take %.1f GB",
                                            s.width(),
                                            s.height(),
                                            (double) BYTES * s.width() * s.height() / (1 << 30)))
                                    .orElse("")
                            + "; " + HeapLimit.sentence() + ".",
                    e);
        }
    }

    private void checkFile(Path file) {
        if (!Files.exists(file)) {
            throw new BadPictureException("There is no file " + name(file) + ": check the path.");
        }
        if (Files.isDirectory(file)) {
            throw new BadPictureException(name(file) + " is a folder, not a picture: name the files in it.");
        }
        if (!Files.isRegularFile(file)) {
            throw new BadPictureException(name(file) + " is not a regular file: give a PNG, JPEG, WebP or TIFF file.");
        }
        if (!Files.isReadable(file)) {
            throw new BadPictureException(name(file) + " may not be read by this user: check its permissions.");
        }
        if (size(file) == 0) {
            throw new BadPictureException(name(file) + " is empty (0 bytes): copy it again.");
        }
    }

    /** By the path itself: a File loses the bytes of a name that is no UTF-8. */
    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return -1; // reading it tells
        }
    }

    private static String reason(Throwable e) {
        String message = e.getMessage();
        return message == null
                ? e.getClass().getSimpleName()
                : Arrays.asList(message.split("\\R")).get(0);
    }
}
