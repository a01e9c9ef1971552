package dev.psld.picture.codec;

import java.util.List;

/** Brings samples of floating point into [0, 1]. Stateless. */
final class FloatRange {
    private static final double BEYOND = 2; // highlights of light go so far and are cut; more is another scale

    private FloatRange() {}

    /**
     * Scales them in place.
     *
     * @param values colours of all pixels
     * @param remarks is told where something had to be supposed
     * @return what they were divided by
     * @throws UndecodableException when nothing says what is white
     */
    static double toUnit(float[] values, List<String> remarks) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (float v : values) {
            if (Float.isNaN(v) || Float.isInfinite(v)) {
                throw UndecodableException.unread(
                        "a TIFF with samples that are no numbers", "save it with 8 or 16 bits a sample");
            }
            low = Math.min(low, v);
            high = Math.max(high, v);
        }
        double white = high <= BEYOND ? 1 : high <= 255 ? 255 : 65535;
        if (high > 65535 || low < -0.05 * white) {
            throw UndecodableException.unread(
                    "a TIFF with samples from " + low + " to " + high,
                    "scale them to 0…1, or save it with 8 or 16 bits a sample");
        }
        if (white > 1) {
            remarks.add("its samples, which reach up to " + high + ", were divided by " + (int) white);
        } else if (low < 0 || high > 1) {
            remarks.add("its samples from " + low + " to " + high + " were cut to 0…1");
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.max(0, Math.min(1, values[i] / white));
        }
        return white;
    }
}
