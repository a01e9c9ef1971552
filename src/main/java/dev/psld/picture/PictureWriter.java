package dev.psld.picture;

import dev.psld.file.AtomicFile;
import dev.psld.file.OutputException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.stream.FileImageOutputStream;

/**
 * Writes pictures as PNG, JPEG or TIFF in sRGB, atomically: see {@link AtomicFile}. Immutable and thread-safe. PNG and
 * TIFF keep alpha and the bit depth of the picture; JPEG has 8 bits, no alpha, and quality 0.95.
 */
public final class PictureWriter {

    private static final float JPEG_QUALITY = 0.95f;

    private final boolean overwrite;

    /** A writer that refuses to overwrite. */
    public PictureWriter() {
        this(false);
    }

    private PictureWriter(boolean overwrite) {
        this.overwrite = overwrite;
    }

    /** This writer, replacing existing files or not. */
    public PictureWriter overwriting(boolean replace) {
        return new PictureWriter(replace);
    }

    /** Writes the picture in the format of the extension, without texts. */
    public void write(Picture picture, Path file) {
        write(picture, file, PictureFormat.of(file), Map.of());
    }

    /**
     * Writes the picture with texts on how it came to be; PNG keeps each under its key (1 to 79 Latin-1 characters).
     * Every failure is an {@link OutputException} and leaves nothing behind. A sample that is not a number is an
     * {@link IllegalArgumentException}.
     */
    public void write(Picture picture, Path file, PictureFormat format, Map<String, String> texts) {
        // Sorted: the order of a Map.of changes from one start to the next, and the file's bytes with it.
        Map<String, String> sorted = new TreeMap<>(texts);
        picture.requireNumbers();
        Encoding encoding = switch (format) {
            case PNG -> new PngEncoding();
            case JPEG -> new JpegEncoding(JPEG_QUALITY);
            case TIFF -> new TiffEncoding();
        };
        AtomicFile.write(file, overwrite, out -> {
            // Not closed here: closing would close the file before it is synced. flush() leaves nothing unwritten.
            encoding.encode(picture, sorted, new FileImageOutputStream(out));
        });
    }
}
