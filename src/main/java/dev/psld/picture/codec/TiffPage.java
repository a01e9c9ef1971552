package dev.psld.picture.codec;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a directory says about the pixels of its page. Immutable by convention.
 *
 * @param index of the page in the file
 */
record TiffPage(
        int index,
        long width,
        long height,
        Pixel pixel,
        Coding coding,
        Chunks chunks,
        TiffStructure.Directory directory) {

    /**
     * What a pixel is made of.
     *
     * @param bits of a sample
     * @param samples in a pixel
     * @param sampleFormat 1 unsigned, 2 signed, 3 floating point
     * @param photometric what the colours mean
     * @param planar whether each sample has a plane of its own
     * @param extra meanings of the samples behind the colours: 1 alpha that colours are multiplied by, 2 alpha, 0 not said
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Pixel(int bits, int samples, int sampleFormat, int photometric, boolean planar, long[] extra) {}

    /**
     * How bytes became fewer.
     *
     * @param reversed whether the lowest bit of a byte comes first
     */
    record Coding(int compression, int predictor, boolean reversed) {}

    /**
     * The strips or tiles, and where they lie.
     *
     * @param offsets those of one plane after those of the other where they are planar
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Chunks(int width, int height, long[] offsets, long[] counts) {}

    private static final int MOST_SAMPLES = 64;

    /** @param index of the page in the file */
    static TiffPage of(TiffStructure tiff, TiffStructure.Directory d, int index) {
        long width = tiff.first(d, 256).orElse(0L);
        long height = tiff.first(d, 257).orElse(0L);
        int samples = small(tiff.first(d, 277).orElse(1L));
        if (samples < 1 || samples > MOST_SAMPLES) {
            throw UndecodableException.unread("a TIFF of " + samples + " samples a pixel", "save it in grey or RGB");
        }
        boolean tiled = d.field(324).isPresent() || d.field(322).isPresent();
        long stripRows = Math.min(height, tiff.first(d, 278).filter(r -> r > 0).orElse(height));
        return new TiffPage(
                index,
                width,
                height,
                new Pixel(
                        same(tiff, d, 258, 1, "bits"),
                        samples,
                        same(tiff, d, 339, 1, "kinds"),
                        small(tiff.first(d, 262).orElse(-1L)),
                        tiff.first(d, 284).orElse(1L) == 2 && samples > 1,
                        d.field(338).map(tiff::longs).orElse(new long[0])),
                new Coding(
                        small(tiff.first(d, 259).orElse(1L)),
                        small(tiff.first(d, 317).orElse(1L)),
                        tiff.first(d, 266).orElse(1L) == 2),
                new Chunks(
                        small(tiled ? tiff.first(d, 322).orElse(0L) : width),
                        small(tiled ? tiff.first(d, 323).orElse(0L) : stripRows),
                        d.field(tiled ? 324 : 273).map(tiff::longs).orElse(new long[0]),
                        d.field(tiled ? 325 : 279).map(tiff::longs).orElse(new long[0])),
                d);
    }

    private static int small(long value) {
        return (int) Math.max(-1, Math.min(Integer.MAX_VALUE, value));
    }

    /** The value of a field that all samples have to share. */
    private static int same(TiffStructure tiff, TiffStructure.Directory d, int tag, int otherwise, String what) {
        Optional<TiffField> field = d.field(tag).filter(f -> f.count() > 0);
        if (field.isEmpty()) {
            return otherwise;
        }
        long[] all = tiff.longs(field.get());
        if (Arrays.stream(all).distinct().count() > 1) {
            throw UndecodableException.unread(
                    "a TIFF whose samples have different " + what, "save it with 8 or 16 bits a sample");
        }
        return small(all[0]);
    }

    /** A smaller version of another page, or a mask for one. */
    boolean secondary(TiffStructure tiff) {
        long kind = tiff.first(directory, 254).orElse(0L);
        return (kind & 1) != 0 || (kind & 4) != 0 || tiff.first(directory, 255).orElse(1L) == 2;
    }

    /** Colour samples of a pixel; 0 where the kind of colour is not read. */
    int colours() {
        return switch (pixel.photometric) {
            case 0, 1, 3 -> 1;
            case 2 -> 3;
            case 5 -> 4;
            default -> 0;
        };
    }

    int chunksAcross() {
        return Math.toIntExact((width + chunks.width - 1) / chunks.width);
    }

    int chunksDown() {
        return Math.toIntExact((height + chunks.height - 1) / chunks.height);
    }
}
