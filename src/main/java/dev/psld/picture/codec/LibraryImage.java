package dev.psld.picture.codec;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Images as a plug-in of ImageIO decodes them, with the checks that it leaves out. Stateless. */
final class LibraryImage {
    /** What decoders say, as a mere warning, when a file ends early or its bits make no sense. */
    private static final Pattern DAMAGE =
            Pattern.compile("(?i)premature|truncat|unexpected|corrupt|extraneous|\\beof\\b|end of (file|stream|input)");

    static {
        ImageIO.setUseCache(false); // nothing is spooled to the temp folder
    }

    private LibraryImage() {}

    /** The image of that index in a file. */
    static BufferedImage read(String format, Path file, int index, long maxPixels) throws IOException {
        try (InputStream bytes = Files.newInputStream(file);
                ImageInputStream in = new MemoryCacheImageInputStream(bytes)) {
            return read(format, in, index, maxPixels);
        }
    }

    /** The image of that index in a stream. */
    static BufferedImage read(String format, ImageInputStream in, int index, long maxPixels) throws IOException {
        ImageReader reader = reader(format);
        List<String> warnings = new ArrayList<>();
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        try {
            reader.setInput(in, false, true);
            UndecodableException.requireSize(reader.getWidth(index), reader.getHeight(index), maxPixels);
            BufferedImage image = reader.read(index);
            warnings.stream().filter(w -> DAMAGE.matcher(w).find()).findFirst().ifPresent(w -> {
                throw UndecodableException.damaged(w);
            });
            return image;
        } catch (EOFException e) {
            throw UndecodableException.damaged("it ends early", e);
        } finally {
            reader.dispose();
        }
    }

    private static ImageReader reader(String format) {
        List<ImageReader> readers = new ArrayList<>();
        ImageIO.getImageReadersByFormatName(format).forEachRemaining(readers::add);
        return readers.stream()
                .filter(r -> r.getClass().getName().startsWith("com.twelvemonkeys."))
                .findFirst()
                .orElseGet(() -> readers.get(0));
    }

    /** Its samples, no gamma touched (Java's own getRGB would take grey for linear light). */
    static Planes planes(BufferedImage image) {
        ColorModel model = image.getColorModel();
        Raster raster = image.getRaster();
        if (model instanceof IndexColorModel palette) {
            return indexed(raster, palette);
        }
        int bits = raster.getSampleModel().getSampleSize(0);
        boolean whole =
                raster.getTransferType() != DataBuffer.TYPE_FLOAT && raster.getTransferType() != DataBuffer.TYPE_DOUBLE;
        int bands = model.getNumColorComponents();
        boolean known = bands == 1 || model.getColorSpace().getType() == ColorSpace.TYPE_RGB || bands == 4;
        if (!known || !whole) {
            throw UndecodableException.unread("an image of an unusual colour model", "save it as a PNG");
        }
        Planes colours = RasterPlanes.of(raster, bands, bits);
        if (!model.hasAlpha()) {
            return colours;
        }
        float[] alpha = new float[colours.width() * colours.height()];
        RasterPlanes.put(raster, bands, bits, alpha, 0);
        Planes all = new Planes(
                colours.width(), colours.height(), bands, colours.values(), Optional.of(alpha), colours.bitDepth());
        if (model.isAlphaPremultiplied()) {
            all.divideByAlpha();
        }
        return all;
    }

    private static Planes indexed(Raster raster, IndexColorModel palette) {
        int width = raster.getWidth();
        int n = width * raster.getHeight();
        float[] planes = new float[3 * n];
        int[] row = new int[width];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getSamples(0, y, width, 1, 0, row);
            for (int x = 0; x < width; x++) {
                int argb = palette.getRGB(row[x]);
                for (int b = 0; b < 3; b++) {
                    planes[b * n + y * width + x] = (argb >> (16 - 8 * b) & 255) / 255f;
                }
            }
        }
        return new Planes(width, raster.getHeight(), 3, planes, Optional.empty(), 8);
    }
}
