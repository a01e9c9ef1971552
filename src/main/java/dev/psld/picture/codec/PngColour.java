package dev.psld.picture.codec;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which of a PNG's colour chunks counts: cICP, iCCP, sRGB, gAMA with cHRM, in this order (PNG 3, 4.3). Stateless. */
final class PngColour {
    private static final int LARGEST_PROFILE = 8 << 20;
    private static final double UNIT = 100_000;

    /** What 1/2.2 is written as by those who mean sRGB, as the sRGB chunk's own companion is (PNG 3, 11.3.2.5). */
    private static final int SRGB_GAMMA = 45455;

    private PngColour() {}

    /** @param chunks bodies by type; those that are not as long as their type has to be count as not there */
    static Colour of(Map<String, byte[]> chunks, PngHeader header, List<String> remarks) {
        Optional<Colour> coded = fixed(chunks, "cICP", 4).flatMap(PngColour::coded);
        if (coded.isPresent()) {
            return coded.get();
        }
        byte[] iccp = chunks.get("iCCP");
        if (iccp != null) {
            Optional<byte[]> profile = profile(iccp).filter(p -> fits(p, header));
            if (profile.isPresent()) {
                return new Colour.Profiled(profile.get());
            }
            remarks.add(IccProfile.UNUSABLE);
        }
        if (fixed(chunks, "sRGB", 1).isPresent()) {
            return new Colour.Srgb();
        }
        Optional<Chromaticities> primaries =
                fixed(chunks, "cHRM", 32).map(PngColour::primaries).filter(Chromaticities::sound);
        int gamma =
                fixed(chunks, "gAMA", 4).map(b -> ByteBuffer.wrap(b).getInt()).orElse(0);
        boolean standard = gamma <= 0 || Math.abs(gamma - SRGB_GAMMA) <= 5;
        if (standard && primaries.isEmpty()) {
            return new Colour.Srgb();
        }
        return new Colour.Coded(
                standard ? "the primaries in cHRM" : primaries.isPresent() ? "gAMA and cHRM" : "the gamma in gAMA",
                primaries.orElse(Chromaticities.SRGB),
                standard ? new Transfer.SrgbCurve() : new Transfer.Power(UNIT / gamma));
    }

    private static Optional<byte[]> fixed(Map<String, byte[]> chunks, String type, int length) {
        return Optional.ofNullable(chunks.get(type)).filter(b -> b.length == length);
    }

    /** RGB is stored in PNG always, and in full range by all but a few video tools, whose range is no picture's. */
    private static Optional<Colour> coded(byte[] b) {
        if (b[2] != 0 || b[3] < 0 || b[3] > 1) {
            return Optional.empty();
        }
        Optional<Colour> colour = CodePoints.colour(b[0] & 255, b[1] & 255);
        if (colour.isPresent() && b[3] == 0) {
            throw UndecodableException.unread("a picture in video range (cICP)", "save it in full range");
        }
        return colour;
    }

    private static Chromaticities primaries(byte[] body) {
        ByteBuffer b = ByteBuffer.wrap(body);
        double whiteX = b.getInt() / UNIT;
        double whiteY = b.getInt() / UNIT;
        double[] xy = new double[8];
        for (int i = 0; i < 6; i++) {
            xy[i] = b.getInt() / UNIT;
        }
        xy[6] = whiteX;
        xy[7] = whiteY;
        return new Chromaticities(xy);
    }

    /** Name of 1 to 79 characters, zero byte, method 0, zlib stream. */
    private static Optional<byte[]> profile(byte[] iccp) {
        int zero = 0;
        while (zero < iccp.length && iccp[zero] != 0) {
            zero++;
        }
        return Inflation.of(iccp, zero + 2, LARGEST_PROFILE);
    }

    private static boolean fits(byte[] profile, PngHeader header) {
        return IccProfile.bands(profile) == (header.coloured() ? 3 : 1);
    }
}
