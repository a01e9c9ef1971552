package dev.psld.graph;

/** The two 16-bit float formats, encoded with round-to-nearest-even. Stateless. */
final class Half {
    private Half() {}

    static short encode(ElementType type, float value) {
        return type == ElementType.BFLOAT16 ? bfloat(value) : half(value);
    }

    static float decode(ElementType type, short bits) {
        return type == ElementType.BFLOAT16 ? Float.intBitsToFloat(bits << 16) : half(bits);
    }

    private static short bfloat(float value) {
        int bits = Float.floatToIntBits(value);
        if (Float.isNaN(value)) {
            return (short) 0x7fc0;
        }
        return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
    }

    private static short half(float value) {
        int bits = Float.floatToIntBits(value);
        int sign = (bits >>> 16) & 0x8000;
        float magnitude = Math.abs(value);
        if (Float.isNaN(value)) {
            return (short) (sign | 0x7e00);
        }
        if (magnitude >= 65520f) {
            return (short) (sign | 0x7c00);
        }
        if (magnitude < 0x1p-14f) {
            return (short) (sign | (int) Math.rint(magnitude * 0x1p24));
        }
        int low = Float.floatToIntBits(magnitude);
        return (short) (sign | ((low + 0xfff + ((low >>> 13) & 1) - 0x38000000) >>> 13));
    }

    private static float half(short bits) {
        int exponent = (bits >>> 10) & 0x1f;
        int fraction = bits & 0x3ff;
        float magnitude = exponent == 0
                ? fraction * 0x1p-24f
                : exponent == 31
                        ? (fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN)
                        : Float.intBitsToFloat((exponent + 112) << 23 | fraction << 13);
        return bits < 0 ? -magnitude : magnitude;
    }
}
