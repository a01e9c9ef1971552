package dev.psld.picture;

import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/** One image file of a known format as ImageIO decodes it, with the checks that ImageIO leaves out. Immutable. */
record ImageFile(Path file, String format, long maxPixels) {

    /** What decoders say, as a mere warning, when a file ends early or its bits make no sense. */
    private static final Pattern DAMAGE =
            Pattern.compile("(?i)premature|truncat|unexpected|corrupt|extraneous|\\beof\\b|end of (file|stream|input)");

    private static final int WEBP_HEADER = 21;
    private static final int WEBP_ANIMATION = 2;

    static {
        ImageIO.setUseCache(false); // nothing is spooled to the temp folder
    }

    /** The decoded first image; what the user should know about it is added to the remarks. */
    BufferedImage decode(List<String> remarks) throws IOException {
        if (format.equals("webp")) {
            checkWebp();
        }
        ImageReader reader = reader();
        List<String> warnings = new ArrayList<>();
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            reader.setInput(in, false, false);
            checkSize(reader.getWidth(0), reader.getHeight(0));
            int pages = format.equals("tiff") ? reader.getNumImages(true) : 1;
            BufferedImage image = reader.read(0);
            warnings.stream().filter(w -> DAMAGE.matcher(w).find()).findFirst().ifPresent(w -> {
                throw damaged(w, null);
            });
            if (pages > 1) {
                remarks.add("only the first of its " + pages + " pages was read");
            }
            return image;
        } catch (EOFException e) {
            throw damaged("it ends early", e);
        } catch (IOException e) {
            throw damaged(e.getMessage() == null ? "it cannot be decoded" : e.getMessage(), e);
        } catch (RuntimeException e) {
            // Decoders meet damaged bytes with any exception: index out of bounds, null pointers, negative sizes.
            throw e instanceof BadPictureException ? e : damaged("it cannot be decoded", e);
        } finally {
            reader.dispose();
        }
    }

    private ImageReader reader() {
        List<ImageReader> readers = new ArrayList<>();
        for (Iterator<ImageReader> all = ImageIO.getImageReadersByFormatName(format); all.hasNext(); ) {
            readers.add(all.next());
        }
        return readers.stream()
                .filter(r -> r.getClass().getName().startsWith("com.twelvemonkeys."))
                .findFirst()
                .orElseGet(() -> readers.get(0));
    }

    private void checkSize(int width, int height) {
        if ((long) width * height > maxPixels) {
            throw new BadPictureException(file + " is " + width + "×" + height + ", more than the limit of "
                    + maxPixels / 1_000_000 + " megapixels: scale it down.");
        }
    }

    /** A RIFF file states its length; an animation is no photo. */
    private void checkWebp() throws IOException {
        byte[] head;
        try (var in = Files.newInputStream(file)) {
            head = in.readNBytes(WEBP_HEADER);
        }
        if (head.length < WEBP_HEADER) {
            throw damaged("it ends early", null);
        }
        long stated = Integer.toUnsignedLong(
                ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt(4));
        if (stated + 8 > Files.size(file)) {
            throw damaged("it ends early", null);
        }
        if (head[15] == 'X' && (head[20] & WEBP_ANIMATION) != 0) {
            throw new BadPictureException(file + " is an animated WebP: save the frame you want as a PNG.");
        }
    }

    private BadPictureException damaged(String why, @Nullable Throwable cause) {
        String sentence = file + " is damaged or cut off (" + why + "): copy it again.";
        return cause == null ? new BadPictureException(sentence) : new BadPictureException(sentence, cause);
    }
}
