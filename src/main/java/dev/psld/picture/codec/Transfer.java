package dev.psld.picture.codec;

/** A curve between coded values and light, both in [0, 1]. */
public sealed interface Transfer {
    /** Light of a coded value. */
    double toLight(double coded);

    /** IEC 61966-2-1. */
    record SrgbCurve() implements Transfer {
        @Override
        public double toLight(double v) {
            return v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4);
        }

        /** The coded value of light. */
        public static double toCoded(double light) {
            return light <= 0.0031308 ? 12.92 * light : 1.055 * Math.pow(light, 1 / 2.4) - 0.055;
        }
    }

    /** BT.709's camera curve, inverted; also that of BT.601 and BT.2020. */
    record Bt709() implements Transfer {
        @Override
        public double toLight(double v) {
            return v < 0.0812428582986 ? v / 4.5 : Math.pow((v + 0.0992968268094) / 1.0992968268094, 1 / 0.45);
        }
    }

    /** SMPTE 240M's, inverted. */
    record Smpte240() implements Transfer {
        @Override
        public double toLight(double v) {
            return v < 0.0912863421177 ? v / 4 : Math.pow((v + 0.1115721959217) / 1.1115721959217, 1 / 0.45);
        }
    }

    /** A power: light is coded^exponent. */
    record Power(double exponent) implements Transfer {
        @Override
        public double toLight(double v) {
            return Math.pow(v, exponent);
        }
    }

    /** A power after a scale, as of film in digital cinema (SMPTE ST 428-1). */
    record Cinema() implements Transfer {
        @Override
        public double toLight(double v) {
            return Math.min(1, Math.pow(v, 2.6) * 52.37 / 48);
        }
    }
}
