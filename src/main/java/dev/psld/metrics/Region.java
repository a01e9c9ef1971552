package dev.psld.metrics;

import dev.psld.picture.Mask;
import dev.psld.picture.Picture;

/** The checks that metrics of a whole picture or of a region share. Stateless. */
final class Region {

    private Region() {}

    static void requireSameSize(Picture reference, Picture test) {
        if (reference.width() != test.width() || reference.height() != test.height()) {
            throw new IllegalArgumentException("a picture of " + test.width() + "×" + test.height()
                    + " cannot be compared with one of " + reference.width() + "×" + reference.height());
        }
    }

    /** {@code height·width} values, 1 where known, of a mask that has the size of the picture. */
    static float[] known(Mask mask, Picture picture) {
        if (mask.width() != picture.width() || mask.height() != picture.height()) {
            throw new IllegalArgumentException("a mask of " + mask.width() + "×" + mask.height()
                    + " is not for a picture of " + picture.width() + "×" + picture.height());
        }
        return mask.known();
    }
}
