package dev.psld.picture.codec;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * JPEG by the library in Java, which is handed nothing but what decodes the pixels; what their numbers mean is settled here.
 * Stateless.
 */
final class JpegDecoder {
    /** What the library says, as a mere warning, when a file ends early or its bits make no sense. */
    private static final Pattern DAMAGE =
            Pattern.compile("(?i)premature|truncat|unexpected|corrupt|extraneous|\\beof\\b|end of (file|stream|input)");

    private static final String REMEDY = "save it as a baseline JPEG of 8 bits, or as a PNG";

    private JpegDecoder() {}

    static Decoded decode(byte[] file, long maxPixels) throws IOException {
        JpegSegments segments = JpegSegments.of(file);
        JpegSegments.Frame frame = segments.frame();
        requireKind(frame);
        if (frame.height() > 0) { // else it is stated behind the first scan (DNL)
            UndecodableException.requireSize(frame.width(), frame.height(), maxPixels);
        }
        List<String> remarks = new ArrayList<>();
        if (!segments.ended()) {
            remarks.add("its end marker is missing, but all of its pixels are there");
        }
        Planes planes = meant(raster(segments.bare(), maxPixels), segments);
        Optional<byte[]> profile = segments.profile().filter(p -> IccProfile.bands(p) == planes.bands());
        if (segments.profiled() && profile.isEmpty()) {
            remarks.add(IccProfile.UNUSABLE);
        }
        Colour colour = profile.<Colour>map(Colour.Profiled::new).orElseGet(Colour.Srgb::new);
        return new Decoded(planes, colour, segments.annotations(), true, remarks);
    }

    private static void requireKind(JpegSegments.Frame frame) {
        String kind = switch (frame.kind()) {
            case 0xC3, 0xC7, 0xCB, 0xCF -> "a lossless JPEG";
            case 0xC5, 0xC6, 0xCD, 0xCE -> "a hierarchical JPEG";
            case 0xC9, 0xCA -> "a JPEG in arithmetic coding";
            default -> "";
        };
        if (frame.bits() != 8) {
            kind = "a JPEG of " + frame.bits() + " bits";
        }
        int components = frame.components().size();
        if (kind.isEmpty() && components != 1 && components != 3 && components != 4) {
            kind = "a JPEG of " + components + " components";
        }
        if (!kind.isEmpty()) {
            throw UndecodableException.unread(kind, REMEDY);
        }
    }

    /** The stored components, none converted. */
    private static Raster raster(byte[] bare, long maxPixels) throws IOException {
        ImageReader reader = library();
        List<String> warnings = new ArrayList<>();
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bare))) {
            reader.setInput(in, true, true);
            UndecodableException.requireSize(reader.getWidth(0), reader.getHeight(0), maxPixels);
            Raster raster = reader.readRaster(0, null);
            warnings.stream().filter(w -> DAMAGE.matcher(w).find()).findFirst().ifPresent(w -> {
                throw UndecodableException.damaged(w);
            });
            return raster;
        } finally {
            reader.dispose();
        }
    }

    private static ImageReader library() {
        for (var all = ImageIO.getImageReadersByFormatName("jpeg"); all.hasNext(); ) {
            ImageReader reader = all.next();
            if (reader.getClass().getName().startsWith("com.sun.")) {
                return reader;
            }
        }
        throw new IllegalStateException("this Java has no reader of JPEG");
    }

    private static Planes meant(Raster raster, JpegSegments segments) {
        Planes stored = RasterPlanes.of(raster, raster.getNumBands(), 8);
        float[] v = stored.values();
        int n = stored.width() * stored.height();
        if (stored.bands() == 3 && isYcc(segments)) {
            toRgb(v, n);
        } else if (stored.bands() == 4) {
            if (segments.adobe().orElse(0) == 2) {
                toRgb(v, n); // of YCCK: C, M, Y, as Adobe stores their complements
                complement(v, 3 * n, 4 * n);
            } else if (segments.adobe().isPresent()) {
                complement(v, 0, 4 * n); // no ink is 255
            }
            return segments.profile().filter(p -> IccProfile.bands(p) == 4).isPresent() ? stored : stored.cmykToRgb();
        }
        return stored;
    }

    private static void complement(float[] v, int from, int to) {
        for (int i = from; i < to; i++) {
            v[i] = 1 - v[i];
        }
    }

    /** As libjpeg decides: JFIF, else Adobe's word, else the components' names. */
    private static boolean isYcc(JpegSegments segments) {
        if (segments.jfif()) {
            return true;
        }
        return segments.adobe()
                .map(transform -> transform != 0)
                .orElseGet(() -> !segments.frame().components().equals(List.of((int) 'R', (int) 'G', (int) 'B')));
    }

    /** ITU-T T.871, 7, in the whole numbers that libjpeg takes, so that all decoders agree to the bit. */
    private static void toRgb(float[] v, int n) {
        for (int i = 0; i < n; i++) {
            int y = Math.round(v[i] * 255);
            int cb = Math.round(v[n + i] * 255) - 128;
            int cr = Math.round(v[2 * n + i] * 255) - 128;
            v[i] = eight(y + ((91881 * cr + 32768) >> 16));
            v[n + i] = eight(y + ((-22554 * cb - 46802 * cr + 32768) >> 16));
            v[2 * n + i] = eight(y + ((116130 * cb + 32768) >> 16));
        }
    }

    private static float eight(int value) {
        return Math.max(0, Math.min(255, value)) / 255f;
    }
}
