package dev.psld.picture.codec;

import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One TIFF on its way to pixels: chooses the page, reads its samples, and settles what they mean. Used by one thread. */
final class TiffDecoder {
    private static final int ICC = 34675;
    private static final String REMEDY = "save it uncompressed, or as LZW or Deflate";
    private static final String PLAIN = "save it in grey or RGB, with 8 or 16 bits a sample";

    private final Path file;
    private final TiffStructure tiff;
    private final long maxPixels;
    private final List<String> remarks = new ArrayList<>();

    private TiffDecoder(Path file, TiffStructure tiff, long maxPixels) {
        this.file = file;
        this.tiff = tiff;
        this.maxPixels = maxPixels;
    }

    static Decoded decode(Path file, long maxPixels) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return new TiffDecoder(file, TiffStructure.of(ByteSource.of(channel)), maxPixels).decode();
        } catch (EOFException e) {
            throw UndecodableException.damaged("it ends early", e);
        }
    }

    private Decoded decode() throws IOException {
        TiffPage page = TiffPages.choose(tiff, remarks);
        UndecodableException.requireSize(page.width(), page.height(), maxPixels);
        boolean fax = page.coding().compression() >= 2 && page.coding().compression() <= 4;
        boolean library = TiffCompression.byLibrary(page.coding().compression())
                || page.pixel().photometric() == 6;
        Planes planes = library && page.pixel().bits() <= 8 ? byLibrary(page) : own(page);
        Optional<byte[]> icc = page.directory().field(ICC).map(tiff::bytes);
        Optional<byte[]> profile = icc.filter(p -> IccProfile.bands(p) == planes.bands());
        if (icc.isPresent() && profile.isEmpty()) {
            remarks.add(IccProfile.UNUSABLE);
        }
        Planes colours = planes.bands() == 4 && profile.isEmpty() ? planes.cmykToRgb() : planes;
        return new Decoded(
                colours,
                profile.<Colour>map(Colour.Profiled::new).orElseGet(Colour.Srgb::new),
                annotations(page),
                library && !fax,
                remarks);
    }

    private Annotations annotations(TiffPage page) {
        ExifBlock block = new ExifBlock(tiff, page.directory());
        List<String> left = new ArrayList<>();
        page.directory().field(700).ifPresent(f -> left.add("XMP"));
        page.directory().field(33723).ifPresent(f -> left.add("IPTC"));
        return new Annotations(block.orientation(), block.resolution(), block.harmless(), left);
    }

    /** Fax and JPEG, which are 1 or 8 bits unsigned, by ImageIO's plug-in. */
    private Planes byLibrary(TiffPage page) throws IOException {
        if (page.index() < 0) {
            throw UndecodableException.unread("a TIFF whose picture lies below a preview, in JPEG", REMEDY);
        }
        BufferedImage image = LibraryImage.read("tiff", file, page.index(), maxPixels);
        return LibraryImage.planes(image);
    }

    private Planes own(TiffPage page) throws IOException {
        requireReadable(page);
        int colours = page.colours();
        int alphaAt = alpha(page, colours);
        UndecodableException.requireEnough(
                tiff.source().size(),
                page.width()
                        * page.height()
                        * page.pixel().bits()
                        * page.pixel().samples(),
                TiffCompression.ratio(page.coding().compression()));
        Planes stored = Planes.blank(
                (int) page.width(),
                (int) page.height(),
                colours,
                alphaAt >= 0,
                bitDepth(page.pixel().bits()));
        int n = stored.width() * stored.height();
        float[] alpha = stored.alpha().orElse(new float[0]);
        TiffRows.read(page, tiff.source(), tiff.order(), Math.max(colours, alphaAt + 1), (plane, x, y, pixels, row) -> {
            int step = page.pixel().planar() ? 1 : page.pixel().samples();
            int at = y * stored.width() + x;
            for (int c = plane;
                    c < (page.pixel().planar() ? plane + 1 : page.pixel().samples());
                    c++) {
                float[] to = c < colours ? stored.values() : alpha;
                int offset = c < colours ? c * n : 0;
                for (int u = 0; (c < colours || c == alphaAt) && u < pixels; u++) {
                    to[offset + at + u] = (float) row[u * step + (page.pixel().planar() ? 0 : c)];
                }
            }
        });
        if (page.pixel().sampleFormat() == 3) {
            double white = FloatRange.toUnit(stored.values(), remarks);
            for (int i = 0; i < alpha.length; i++) {
                alpha[i] = (float) Math.max(0, Math.min(1, alpha[i] / white));
            }
        }
        if (alphaAt >= 0 && page.pixel().extra()[alphaAt - colours] == 1) {
            stored.divideByAlpha();
        }
        return meant(page, stored);
    }

    /** 8 bits hold 1, 2, 4 and 8 exactly. */
    private static int bitDepth(int bits) {
        return bits <= 8 && 255 % ((1 << bits) - 1) == 0 ? 8 : 16;
    }

    private void requireReadable(TiffPage page) {
        if (page.colours() == 0) {
            throw UndecodableException.unread(
                    "a TIFF in " + TiffPages.colours(page.pixel().photometric()), PLAIN);
        }
        if (TiffCompression.byLibrary(page.coding().compression())
                || TiffCompression.unpacked(page.coding().compression(), InputStream.nullInputStream())
                        .isEmpty()) {
            boolean deep = page.coding().compression() == 7 && page.pixel().bits() != 8;
            throw UndecodableException.unread(
                    "a TIFF compressed as " + TiffCompression.name(page.coding().compression())
                            + (deep ? " of " + page.pixel().bits() + " bits" : ""),
                    REMEDY);
        }
        boolean floating = page.pixel().sampleFormat() == 3;
        int bits = page.pixel().bits();
        boolean depth = floating ? bits == 16 || bits == 24 || bits == 32 || bits == 64 : bits >= 1 && bits <= 32;
        if (page.pixel().sampleFormat() == 2) {
            throw UndecodableException.unread("a TIFF of signed samples (int" + bits + ")", PLAIN);
        }
        if ((page.pixel().sampleFormat() != 1
                        && page.pixel().sampleFormat() != 3
                        && page.pixel().sampleFormat() != 4)
                || !depth) {
            throw UndecodableException.unread(
                    "a TIFF of samples of kind " + page.pixel().sampleFormat() + " with " + bits + " bits", PLAIN);
        }
        boolean predicted = page.coding().predictor() == 1
                || (page.coding().predictor() == 2 && !floating && bits % 8 == 0)
                || (page.coding().predictor() == 3 && floating);
        if (!predicted) {
            throw UndecodableException.unread(
                    "a TIFF with predictor " + page.coding().predictor() + " for " + bits + " bits", REMEDY);
        }
        boolean chunks = page.chunks().width() > 0
                && page.chunks().height() > 0
                && page.chunks().width() <= 2 * maxPixels;
        if (page.pixel().samples() < page.colours() || !chunks) {
            throw UndecodableException.damaged("its layout makes no sense");
        }
        long inks = page.pixel().photometric() == 5
                ? tiff.first(page.directory(), 332).orElse(1L)
                : 1;
        if (inks != 1) {
            throw UndecodableException.unread("a TIFF of inks other than CMYK", PLAIN);
        }
    }

    /** Which sample is alpha; −1 for none. One whose meaning is not said is none. */
    private int alpha(TiffPage page, int colours) {
        for (int i = 0;
                i < page.pixel().extra().length && colours + i < page.pixel().samples();
                i++) {
            if (page.pixel().extra()[i] == 1 || page.pixel().extra()[i] == 2) {
                return colours + i;
            }
        }
        if (page.pixel().samples() > colours) {
            remarks.add("what its " + (page.pixel().samples() - colours == 1 ? "last sample is" : "further samples are")
                    + " for is not said, so that it was left out");
        }
        return -1;
    }

    private Planes meant(TiffPage page, Planes stored) {
        if (page.pixel().photometric() == 0) {
            for (int i = 0; i < stored.values().length; i++) {
                stored.values()[i] = 1 - stored.values()[i];
            }
        }
        return page.pixel().photometric() == 3 ? TiffPalette.of(tiff, page).applied(stored) : stored;
    }
}
