package dev.psld.picture;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.Metadata;
import com.drew.metadata.icc.IccDirectory;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads PNG, JPEG, WebP and TIFF files into upright sRGB pictures at the precision of the file. Immutable and
 * thread-safe. Whatever is wrong with a file is a {@link BadPictureException} with one sentence.
 */
public final class PictureReader {

    /** The most pixels of a picture, unless a reader is told otherwise. */
    public static final long DEFAULT_PIXELS = 100_000_000;

    private static final long MOST_PIXELS = 700_000_000; // three planes still fit one Java array

    private final long maxPixels;

    /** A reader that takes pictures of up to 100 megapixels. */
    public PictureReader() {
        this(DEFAULT_PIXELS);
    }

    public PictureReader(long maxPixels) {
        if (maxPixels < 1 || maxPixels > MOST_PIXELS) {
            throw new IllegalArgumentException(
                    "the pixel limit is between 1 and " + MOST_PIXELS + ", not " + maxPixels);
        }
        this.maxPixels = maxPixels;
    }

    /** The picture in that file, turned upright; its remarks say what was changed on the way. */
    public Picture read(Path file) {
        checkFile(file);
        try {
            String format = FileKind.readable(file);
            Optional<byte[]> png = format.equals("png") ? PngChunks.read(file).profile() : Optional.empty();
            List<String> remarks = new ArrayList<>();
            BufferedImage image = new ImageFile(file, format, maxPixels).decode(remarks);
            Optional<ColourProfile> profile = format.equals("png")
                    ? png.flatMap(ColourProfile::of)
                    : ColourProfile.of(image.getColorModel().getColorSpace());
            if (png.isPresent() && profile.isEmpty()) {
                remarks.add("its colour profile cannot be used, so that its colours are taken for sRGB");
            }
            return picture(Raw.of(image), profile, metadata(file), remarks);
        } catch (IOException e) {
            throw new BadPictureException(file + " cannot be read: " + reason(e) + ".", e);
        } catch (OutOfMemoryError e) {
            throw new BadPictureException(
                    file + " does not fit into the memory of this process: scale it down, or give Java more (-Xmx).",
                    e);
        }
    }

    private static void checkFile(Path file) {
        if (!Files.exists(file)) {
            throw new BadPictureException("There is no file " + file + ": check the path.");
        }
        if (Files.isDirectory(file)) {
            throw new BadPictureException(file + " is a folder, not a picture: name the files in it.");
        }
        if (!Files.isRegularFile(file)) {
            throw new BadPictureException(file + " is not a regular file: give a PNG, JPEG, WebP or TIFF file.");
        }
        if (!Files.isReadable(file)) {
            throw new BadPictureException(file + " may not be read by this user: check its permissions.");
        }
        if (file.toFile().length() == 0) {
            throw new BadPictureException(file + " is empty (0 bytes): copy it again.");
        }
    }

    private static Picture picture(Raw raw, Optional<ColourProfile> profile, Metadata metadata, List<String> remarks) {
        float[] colours = raw.planes();
        int bands = raw.bands();
        int bits = raw.bitDepth();
        if (profile.isPresent()
                && profile.get().bands() == bands
                && !profile.get().isSrgb()) {
            colours = profile.get().toSrgb(colours);
            bits = 16;
            remarks.add(converted(profile.get().name()));
        } else if (profile.isEmpty()) {
            byDecoder(metadata).ifPresent(name -> remarks.add(converted(name)));
        }
        boolean grey = bands == 1;
        int n = raw.width() * raw.height();
        float[] samples = colours.length == Picture.CHANNELS * n ? colours : new float[Picture.CHANNELS * n];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = Picture.dequantise(Picture.quantiseUnit(colours[i % colours.length], bits), bits);
        }
        Orientation orientation = Orientation.of(metadata);
        if (!orientation.upright()) {
            remarks.add("it was turned upright (EXIF orientation " + orientation.value() + ")");
        }
        int width = orientation.swaps() ? raw.height() : raw.width();
        int height = orientation.swaps() ? raw.width() : raw.height();
        return Picture.owning(
                width,
                height,
                orientation.apply(samples, Picture.CHANNELS, raw.width(), raw.height()),
                raw.alpha()
                        .filter(PictureReader::transparent)
                        .map(a -> orientation.apply(a, 1, raw.width(), raw.height())),
                new Origin(raw.bitDepth(), grey, remarks));
    }

    /** EXIF and the like; a file with broken metadata is still a picture. */
    private static Metadata metadata(Path file) {
        try {
            return ImageMetadataReader.readMetadata(file.toFile());
        } catch (ImageProcessingException | IOException e) {
            return new Metadata();
        }
    }

    private static String converted(String profile) {
        return "its colours were converted from " + profile + " to sRGB";
    }

    /** The name of a profile that the JPEG or WebP decoder has converted from on its own. */
    private static Optional<String> byDecoder(Metadata metadata) {
        IccDirectory icc = metadata.getFirstDirectoryOfType(IccDirectory.class);
        String name = icc == null ? null : icc.getDescription(IccDirectory.TAG_TAG_desc);
        return Optional.ofNullable(name).filter(n -> !n.contains("sRGB"));
    }

    private static boolean transparent(float[] alpha) {
        for (float a : alpha) {
            if (a < 1f) {
                return true;
            }
        }
        return false;
    }

    private static String reason(Throwable e) {
        String message = e.getMessage();
        return message == null
                ? e.getClass().getSimpleName()
                : Arrays.asList(message.split("\\R")).get(0);
    }
}
