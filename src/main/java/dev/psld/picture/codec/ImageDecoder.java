package dev.psld.picture.codec;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipException;
import javax.imageio.IIOException;

/** Decodes an image file of a known format. Immutable and thread-safe. */
public record ImageDecoder(long maxPixels) {
    private static final long LARGEST = 1L << 30; // of those that are read whole; none of a photo is near it

    /**
     * What the file holds.
     *
     * @param format png, jpeg, webp or tiff
     * @throws UndecodableException when that is no picture, or none that is read here
     */
    public Decoded decode(Path file, String format) throws IOException {
        try {
            return switch (format) {
                case "png" -> {
                    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
                        yield PngDecoder.decode(in, Files.size(file), maxPixels);
                    }
                }
                case "jpeg" -> JpegDecoder.decode(whole(file), maxPixels);
                case "webp" -> WebpDecoder.decode(whole(file), maxPixels);
                default -> TiffDecoder.decode(file, maxPixels);
            };
        } catch (IIOException | EOFException | ZipException e) {
            String why = e.getMessage() == null ? "it cannot be decoded" : firstLine(e.getMessage());
            throw UndecodableException.damaged(why, e);
        } catch (RuntimeException e) {
            // Decoders of others meet damaged bytes with any exception: index out of bounds, null pointers, negative
            // sizes.
            throw e instanceof UndecodableException ? e : UndecodableException.damaged("it cannot be decoded", e);
        }
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("it cannot be decoded");
    }

    private static byte[] whole(Path file) throws IOException {
        if (Files.size(file) > LARGEST) {
            throw UndecodableException.unread("a file of more than 1 GB", "save it again, smaller");
        }
        return Files.readAllBytes(file);
    }
}
