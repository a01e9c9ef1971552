package dev.psld.picture;

import dev.psld.picture.codec.Annotations;
import dev.psld.picture.codec.Colour;
import dev.psld.picture.codec.Decoded;
import dev.psld.picture.codec.Planes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes upright sRGB pictures of what files hold, whose planes it takes for its own. Stateless. */
final class Meaning {
    /** Lossy coding moves grey that was stored as colour by so much at most, of 255. */
    private static final int LOSSY_STEPS = 2;

    private Meaning() {}

    static Picture of(Decoded decoded) {
        Planes planes = decoded.planes();
        List<String> remarks = new ArrayList<>(decoded.remarks());
        boolean storedGrey = planes.bands() == 1 || isGrey(planes.values(), decoded.lossy() ? LOSSY_STEPS / 255f : 0);
        Converted converted = converted(planes, decoded.colour(), remarks);
        float[] samples = samples(converted, planes.width() * planes.height());
        boolean grey = storedGrey && settleGrey(samples, decoded.lossy());
        Annotations annotations = decoded.annotations();
        Orientation orientation = new Orientation(annotations.orientation());
        if (!orientation.upright()) {
            remarks.add("it was turned upright (EXIF orientation " + orientation.value() + ")");
        }
        int width = planes.width();
        int height = planes.height();
        Optional<float[]> alpha = planes.alpha().filter(Meaning::transparent);
        orientation.turn(samples, Picture.CHANNELS, width, height);
        alpha.ifPresent(a -> orientation.turn(a, 1, width, height));
        return Picture.owning(
                orientation.swaps() ? height : width,
                orientation.swaps() ? width : height,
                samples,
                alpha,
                new Origin(planes.bitDepth(), grey, remarks, annotations.upright()));
    }

    /** Values of one or three planes in sRGB, and the bits that hold them. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Converted(float[] values, int bits) {}

    private static Converted converted(Planes planes, Colour colour, List<String> remarks) {
        Optional<Converted> other = Optional.empty();
        if (colour instanceof Colour.Profiled profiled) {
            other = byProfile(planes, profiled, remarks);
        } else if (colour instanceof Colour.Coded coded) {
            other = byCode(planes, coded, remarks);
        }
        return other.orElseGet(() ->
                new Converted(planes.bands() == 4 ? planes.cmykToRgb().values() : planes.values(), planes.bitDepth()));
    }

    private static Optional<Converted> byCode(Planes planes, Colour.Coded coded, List<String> remarks) {
        CodedColour code = new CodedColour(coded, planes.bands());
        if (code.isSrgb()) {
            return Optional.empty();
        }
        remarks.add(said(coded.name()));
        return Optional.of(new Converted(code.toSrgb(planes.values()), 16));
    }

    private static Optional<Converted> byProfile(Planes planes, Colour.Profiled profiled, List<String> remarks) {
        Optional<ColourProfile> profile = ColourProfile.of(profiled.profile()).filter(p -> p.bands() == planes.bands());
        if (profile.isEmpty()) {
            remarks.add("its colour profile cannot be used, so that its colours are taken for sRGB");
            return Optional.empty();
        }
        if (profile.get().isSrgb()) {
            return Optional.empty();
        }
        remarks.add(said(profile.get().name()));
        return Optional.of(new Converted(profile.get().toSrgb(planes.values()), 16));
    }

    private static String said(String space) {
        return "its colours were converted from " + space + " to sRGB";
    }

    private static float[] samples(Converted converted, int n) {
        float[] colours = converted.values();
        float[] samples = colours.length == Picture.CHANNELS * n ? colours : new float[Picture.CHANNELS * n];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = Picture.dequantise(
                    Picture.quantiseUnit(colours[i % colours.length], converted.bits()), converted.bits());
        }
        return samples;
    }

    private static boolean isGrey(float[] values, float spread) {
        int n = values.length / Picture.CHANNELS;
        if (values.length != Picture.CHANNELS * n) {
            return false; // CMYK
        }
        for (int i = 0; i < n; i++) {
            float low = Math.min(values[i], Math.min(values[n + i], values[2 * n + i]));
            float high = Math.max(values[i], Math.max(values[n + i], values[2 * n + i]));
            if (high - low > spread * 1.001f) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether what was stored as grey is grey in sRGB too: a conversion may part equal channels by its rounding, which is taken
     * back, or give a tint, which stays.
     */
    private static boolean settleGrey(float[] samples, boolean lossy) {
        int n = samples.length / Picture.CHANNELS;
        for (int i = 0; i < n; i++) {
            float low = Math.min(samples[i], Math.min(samples[n + i], samples[2 * n + i]));
            float high = Math.max(samples[i], Math.max(samples[n + i], samples[2 * n + i]));
            if (high - low > 2.01f * LOSSY_STEPS / 255) {
                return false;
            }
        }
        for (int i = 0; !lossy && i < n; i++) {
            samples[i] = samples[n + i];
            samples[2 * n + i] = samples[n + i];
        }
        return true;
    }

    private static boolean transparent(float[] alpha) {
        for (float a : alpha) {
            if (a < 1f) {
                return true;
            }
        }
        return false;
    }
}
