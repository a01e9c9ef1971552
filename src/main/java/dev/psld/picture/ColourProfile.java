package dev.psld.picture;

import java.awt.color.CMMException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.color.ProfileDataException;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** An ICC profile that pixels are brought from to sRGB, at 16 bits throughout. Thread-safe. */
final class ColourProfile {

    private static final int TOP = 65535;
    private static final int BLOCK = 1 << 16;

    private final ICC_Profile profile;
    private final ColorConvertOp toSrgb;

    private ColourProfile(ICC_Profile profile) {
        this.profile = profile;
        ICC_Profile[] path = {profile, ICC_Profile.getInstance(ColorSpace.CS_sRGB)};
        this.toSrgb = new ColorConvertOp(path, null);
    }

    /** The profile in these bytes, unless they are none that Java can use. */
    static Optional<ColourProfile> of(byte[] bytes) {
        try {
            return usable(ICC_Profile.getInstance(bytes));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Some that look right have tables that cannot be used, which shows at the first colour. */
    private static Optional<ColourProfile> usable(ICC_Profile profile) {
        try {
            ColourProfile made = new ColourProfile(profile);
            made.toSrgb(new float[made.bands()]);
            return Optional.of(made);
        } catch (CMMException | ProfileDataException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    int bands() {
        return profile.getNumComponents();
    }

    /** True when the profile moves no colour by half an 8-bit step: one of the many sRGB profiles. */
    boolean isSrgb() {
        int levels = bands() == 1 ? 256 : 9;
        if (bands() != 1 && bands() != 3) {
            return false;
        }
        int n = (int) Math.pow(levels, bands());
        float[] probe = new float[bands() * n];
        for (int i = 0; i < n; i++) {
            int rest = i;
            for (int b = 0; b < bands(); b++) {
                probe[b * n + i] = (float) (rest % levels) / (levels - 1);
                rest /= levels;
            }
        }
        float[] seen = toSrgb(probe.clone());
        for (int i = 0; i < seen.length; i++) {
            if (Math.abs(seen[i] - probe[i % probe.length]) > 0.5 / 255) {
                return false;
            }
        }
        return true;
    }

    /**
     * Planes of {@link #bands} × n values in [0, 1] to RGB planes of 3 × n values; one plane stays one, exactly grey. Where as many
     * go in as come out, these are in the same array.
     */
    float[] toSrgb(float[] planes) {
        int n = planes.length / bands();
        int wanted = bands() == 1 ? 1 : 3;
        float[] rgb = wanted == bands() ? planes : new float[wanted * n];
        for (int from = 0; from < n; from += BLOCK) {
            int size = Math.min(BLOCK, n - from);
            WritableRaster in = Raster.createInterleavedRaster(DataBuffer.TYPE_USHORT, size, 1, bands(), null);
            for (int b = 0; b < bands(); b++) {
                int[] row = new int[size];
                for (int i = 0; i < size; i++) {
                    row[i] = Math.round(planes[b * n + from + i] * TOP);
                }
                in.setSamples(0, 0, size, 1, b, row);
            }
            WritableRaster out = Raster.createInterleavedRaster(DataBuffer.TYPE_USHORT, size, 1, 3, null);
            toSrgb.filter(in, out);
            for (int c = 0; c < wanted; c++) {
                int[] row = out.getSamples(0, 0, size, 1, c, (int[]) null);
                for (int i = 0; i < size; i++) {
                    rgb[c * n + from + i] = (float) row[i] / TOP;
                }
            }
        }
        return rgb;
    }

    /** The description in the profile (tag desc, ICC v2 or v4), or a plain word for it. */
    String name() {
        byte[] tag = profile.getData(ICC_Profile.icSigProfileDescriptionTag);
        if (tag == null || tag.length < 14) {
            return "an unnamed profile";
        }
        String type = new String(tag, 0, 4, StandardCharsets.US_ASCII);
        String all = type.equals("mluc")
                ? new String(tag, 16, tag.length - 16, StandardCharsets.UTF_16BE)
                : new String(tag, 12, tag.length - 12, StandardCharsets.ISO_8859_1);
        String text = all.codePoints()
                .dropWhile(c -> c < ' ' || c > '~')
                .takeWhile(c -> c >= ' ' && c <= '~')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return text.isBlank() ? "an unnamed profile" : text.strip();
    }
}
