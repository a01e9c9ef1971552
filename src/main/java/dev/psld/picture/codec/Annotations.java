package dev.psld.picture.codec;

import java.util.List;
import java.util.Optional;

/**
 * What a file says about its picture besides the pixels. Immutable.
 *
 * @param orientation EXIF orientation, 1 … 8
 * @param exif what may be carried over to another file
 * @param left names of what is not carried over, such as XMP
 */
public record Annotations(int orientation, Optional<Resolution> resolution, Exif exif, List<String> left) {
    /** Nothing said. */
    public static final Annotations NONE = new Annotations(1, Optional.empty(), Exif.EMPTY, List.of());

    public Annotations {
        left = List.copyOf(left);
    }

    /** Of an EXIF block; what cannot be understood is left out. */
    static Annotations of(Optional<byte[]> exif, Optional<Resolution> resolution, List<String> left) {
        Optional<ExifBlock> block = exif.flatMap(ExifBlock::of);
        return new Annotations(
                block.map(ExifBlock::orientation).orElse(1),
                resolution.or(() -> block.flatMap(ExifBlock::resolution)),
                block.map(ExifBlock::harmless).orElse(Exif.EMPTY),
                left);
    }

    /** The same of the picture after it was turned upright. */
    public Annotations upright() {
        return new Annotations(1, orientation >= 5 ? resolution.map(Resolution::turned) : resolution, exif, left);
    }

    public boolean isEmpty() {
        return resolution.isEmpty() && exif.isEmpty();
    }
}
