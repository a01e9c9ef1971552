package dev.psld.picture.codec;

import java.util.Optional;

/** Primaries and transfer curves by their numbers in ITU-T H.273, as the PNG chunk cICP has them. Stateless. */
final class CodePoints {
    private static final int PQ = 16;
    private static final int HLG = 18;

    private CodePoints() {}

    /**
     * What these numbers mean; empty where they mean nothing that is known here.
     *
     * @throws UndecodableException for the two curves of high dynamic range, whose light no sRGB picture can show
     */
    static Optional<Colour> colour(int primaries, int transfer) {
        if (transfer == PQ || transfer == HLG) {
            throw UndecodableException.unread(
                    "a picture of high dynamic range (cICP, " + (transfer == PQ ? "PQ" : "HLG") + ")",
                    "save it in sRGB, as a PNG of 8 or 16 bits");
        }
        Optional<Chromaticities> gamut = primaries(primaries);
        Optional<Transfer> curve = transfer(transfer);
        if (gamut.isEmpty() || curve.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                primaries == 1 && transfer == 13
                        ? new Colour.Srgb()
                        : new Colour.Coded("cICP " + primaries + "/" + transfer, gamut.get(), curve.get()));
    }

    private static Optional<Chromaticities> primaries(int number) {
        return switch (number) {
            case 1 -> Optional.of(Chromaticities.SRGB);
            case 4 -> Optional.of(Chromaticities.of(0.67, 0.33, 0.21, 0.71, 0.14, 0.08, 0.310, 0.316));
            case 5 -> Optional.of(Chromaticities.of(0.64, 0.33, 0.29, 0.60, 0.15, 0.06, 0.3127, 0.3290));
            case 6, 7 -> Optional.of(Chromaticities.of(0.630, 0.340, 0.310, 0.595, 0.155, 0.070, 0.3127, 0.3290));
            case 8 -> Optional.of(Chromaticities.of(0.681, 0.319, 0.243, 0.692, 0.145, 0.049, 0.310, 0.316));
            case 9 -> Optional.of(Chromaticities.of(0.708, 0.292, 0.170, 0.797, 0.131, 0.046, 0.3127, 0.3290));
            case 11 -> Optional.of(Chromaticities.of(0.680, 0.320, 0.265, 0.690, 0.150, 0.060, 0.314, 0.351));
            case 12 -> Optional.of(Chromaticities.of(0.680, 0.320, 0.265, 0.690, 0.150, 0.060, 0.3127, 0.3290));
            case 22 -> Optional.of(Chromaticities.of(0.630, 0.340, 0.295, 0.605, 0.155, 0.077, 0.3127, 0.3290));
            default -> Optional.empty();
        };
    }

    private static Optional<Transfer> transfer(int number) {
        return switch (number) {
            case 1, 6, 14, 15 -> Optional.of(new Transfer.Bt709());
            case 4 -> Optional.of(new Transfer.Power(2.2));
            case 5 -> Optional.of(new Transfer.Power(2.8));
            case 7 -> Optional.of(new Transfer.Smpte240());
            case 8 -> Optional.of(new Transfer.Power(1));
            case 13 -> Optional.of(new Transfer.SrgbCurve());
            case 17 -> Optional.of(new Transfer.Cinema());
            default -> Optional.empty();
        };
    }
}
