package dev.psld.picture.codec;

import java.nio.charset.StandardCharsets;

/** What can be seen of an ICC profile from outside (ICC.1, 7.2). Stateless. */
final class IccProfile {
    static final String UNUSABLE = "its colour profile cannot be used, so that its colours are taken for sRGB";

    private static final int HEADER = 128;

    private IccProfile() {}

    /** Samples of the colours that it is for; 0 where it is no whole profile of grey, RGB or CMYK. */
    static int bands(byte[] profile) {
        if (profile.length < HEADER || Bytes.u32(profile, 0) > profile.length) {
            return 0;
        }
        return switch (new String(profile, 16, 4, StandardCharsets.ISO_8859_1)) {
            case "GRAY" -> 1;
            case "RGB " -> 3;
            case "CMYK" -> 4;
            default -> 0;
        };
    }
}
