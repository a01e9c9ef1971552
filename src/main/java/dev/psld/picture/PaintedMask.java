package dev.psld.picture;

import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What a picture of a mask means: white is missing; and where nothing in it is white, or it was erased instead of painted,
 * what it can only mean. Immutable.
 *
 * @param remark what had to be supposed
 */
public record PaintedMask(Mask mask, Optional<String> remark) {
    private static final double MIDDLE = 127.5 / 255;
    private static final double DARK = 0.1;
    private static final double BRIGHT = 0.9;
    private static final int FEW = 16;

    /**
     * The mask that was painted, or erased.
     *
     * @param inverted black is missing instead of white
     * @param name of the file, for messages
     * @throws BadPictureException when it is no mask, or may mean several
     */
    public static PaintedMask of(Picture picture, boolean inverted, String name) {
        Levels levels = Levels.of(picture);
        if (levels.transparent() > 0 && levels.isPhoto()) {
            return erased(picture, inverted, "its mask is a photo with parts erased: these are what it hides");
        }
        if (levels.transparent() > 0 && levels.white() == 0) {
            return layer(picture, levels, inverted, name);
        }
        if (levels.isPhoto()) {
            throw new BadPictureException("The mask " + name + " looks like a photo, not like a mask:"
                    + " paint what is missing white on black, or erase it, and give that.");
        }
        if (levels.white() == 0 && levels.distinct().size() == 2) {
            double bright = levels.distinct().last();
            Mask mask = threshold(picture, (levels.distinct().first() + bright) / 2, inverted);
            return new PaintedMask(
                    mask,
                    Optional.of("its mask has two levels and no white: the brighter one, " + level(bright)
                            + " of 255, was taken for white"));
        }
        if (levels.white() == 0 && levels.distinct().size() > 2) {
            throw new BadPictureException("The mask " + name + " has no white in it, but "
                    + (levels.distinct().size() > FEW
                            ? "more than " + FEW
                            : levels.distinct().size())
                    + " levels up to " + level(levels.distinct().last())
                    + " of 255, and which of these are missing is not said: paint white (255) what is.");
        }
        double between = levels.between();
        return new PaintedMask(
                threshold(picture, MIDDLE, inverted),
                between > 0.05
                        ? Optional.of(Math.round(100 * between) + " % of its mask are neither black nor white: what is"
                                + " brighter than the middle was taken for white")
                        : Optional.empty());
    }

    /** A layer without white: black with holes, or paint of another colour on nothing. */
    private static PaintedMask layer(Picture picture, Levels levels, boolean inverted, String name) {
        boolean black = levels.distinct().isEmpty() || levels.distinct().last() < DARK;
        if (!black) {
            return erased(
                    picture, !inverted, "its mask has paint on a transparent ground: the paint was taken for white");
        }
        if (2L * levels.transparent() > levels.pixels()) {
            throw new BadPictureException(
                    "The mask " + name + " is black on a transparent ground, which may hide the one"
                            + " or the other: paint what is missing white on black.");
        }
        return erased(picture, inverted, "its mask is black with parts erased: these are what it hides");
    }

    private static PaintedMask erased(Picture picture, boolean inverted, String remark) {
        Mask mask = Mask.ofAlpha(picture);
        return new PaintedMask(inverted ? mask.inverted() : mask, Optional.of(remark));
    }

    /** Transparent parts count as black. */
    private static Mask threshold(Picture picture, double above, boolean inverted) {
        boolean[] missing = new boolean[picture.width() * picture.height()];
        for (int i = 0; i < missing.length; i++) {
            missing[i] = unit(picture, i) > above != inverted;
        }
        return Mask.of(picture.width(), picture.height(), missing);
    }

    /** Brightness in [0, 1]; that of what is transparent is 0. */
    private static double unit(Picture picture, int i) {
        float[] s = picture.ownSamples();
        int n = s.length / Picture.CHANNELS;
        boolean grey = s[i] == s[n + i] && s[i] == s[2 * n + i];
        double luma = grey ? s[i] : 0.2126 * s[i] + 0.7152 * s[n + i] + 0.0722 * s[2 * n + i];
        double unit = (luma + 1) * 0.5;
        return picture.ownAlpha().map(a -> unit * a[i]).orElse(unit);
    }

    private static String level(double unit) {
        double of255 = unit * 255;
        return of255 < 0.5 ? String.format(Locale.ROOT, "%.2g", of255) : String.valueOf(Math.round(of255));
    }

    /**
     * Counts of a mask's pixels.
     *
     * @param distinct levels, no more than a few of them
     */
    private record Levels(int pixels, int transparent, int white, int middle, TreeSet<Double> distinct) {
        static Levels of(Picture picture) {
            int n = picture.width() * picture.height();
            int transparent = 0;
            int white = 0;
            int middle = 0;
            TreeSet<Double> distinct = new TreeSet<>();
            for (int i = 0; i < n; i++) {
                int at = i;
                if (picture.ownAlpha().filter(a -> a[at] < MIDDLE).isPresent()) {
                    transparent++;
                    continue;
                }
                double unit = unit(picture, i);
                white += unit > MIDDLE ? 1 : 0;
                middle += unit > DARK && unit < BRIGHT ? 1 : 0;
                if (distinct.size() <= FEW || unit > distinct.last()) {
                    distinct.add(unit);
                }
            }
            return new Levels(n, transparent, white, middle, distinct);
        }

        /** Most of it is neither black nor white, in many shades. */
        boolean isPhoto() {
            return distinct.size() > FEW && middle > (pixels - transparent) / 2;
        }

        double between() {
            return (double) middle / pixels;
        }
    }
}
