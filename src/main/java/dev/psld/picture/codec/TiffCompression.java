package dev.psld.picture.codec;

import java.io.InputStream;
import java.util.Optional;
import java.util.zip.InflaterInputStream;

/** How the bytes of a TIFF are packed, by the number of tag 259. Stateless. */
final class TiffCompression {
    private TiffCompression() {}

    /** The unpacked bytes; empty for what is packed in a way that this class does not know. */
    static Optional<InputStream> unpacked(int compression, InputStream packed) {
        return switch (compression) {
            case 1 -> Optional.of(packed);
            case 5 -> Optional.of(new LzwStream(packed));
            case 8, 32946 -> Optional.of(new InflaterInputStream(packed));
            case 32773 -> Optional.of(new PackBitsStream(packed));
            default -> Optional.empty();
        };
    }

    /** Bytes that a packed byte stands for at most. */
    static int ratio(int compression) {
        return switch (compression) {
            case 1 -> 1;
            case 32773 -> 64;
            default -> 4096;
        };
    }

    /** True for those that ImageIO's plug-in reads rightly: fax and JPEG. */
    static boolean byLibrary(int compression) {
        return compression == 2 || compression == 3 || compression == 4 || compression == 6 || compression == 7;
    }

    static String name(int compression) {
        return switch (compression) {
            case 6, 7 -> "JPEG";
            case 34661 -> "JBIG";
            case 34676, 34677 -> "SGI LogLuv";
            case 34712, 33003, 33005 -> "JPEG 2000";
            case 34887 -> "LERC";
            case 34925 -> "LZMA";
            case 50000 -> "Zstandard";
            case 50001 -> "WebP";
            case 50002, 52546 -> "JPEG XL";
            case 32809 -> "ThunderScan";
            case 32766 -> "NeXT";
            case 34892 -> "lossy JPEG of a raw photo";
            default -> "number " + compression;
        };
    }
}
