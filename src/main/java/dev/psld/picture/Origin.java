package dev.psld.picture;

import dev.psld.picture.codec.Annotations;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a picture came from, as far as it matters when it is written again. Immutable and thread-safe.
 *
 * @param bitDepth bits a sample had in the file: 8, or 16 for everything deeper
 * @param grey     true when the file held one channel of luminance
 * @param remarks  sentences on what reading changed, such as an applied EXIF orientation
 * @param annotations what the file says of the picture, for the file that it is written to
 */
public record Origin(int bitDepth, boolean grey, List<String> remarks, Annotations annotations) {

    /** Plain 8-bit colour. */
    public static final Origin RGB8 = new Origin(8, false, List.of());

    public Origin {
        if (bitDepth != 8 && bitDepth != 16) {
            throw new IllegalArgumentException("a picture has 8 or 16 bits a sample, not " + bitDepth);
        }
        remarks = List.copyOf(remarks);
    }

    public Origin(int bitDepth, boolean grey, List<String> remarks) {
        this(bitDepth, grey, remarks, Annotations.NONE);
    }

    /** This origin with one more remark. */
    public Origin remark(String remark) {
        List<String> more = new ArrayList<>(remarks);
        more.add(remark);
        return new Origin(bitDepth, grey, more, annotations);
    }

    /** This origin with other annotations. */
    public Origin annotated(Annotations other) {
        return new Origin(bitDepth, grey, remarks, other);
    }

    /** This origin, grey or not. */
    public Origin grey(boolean isGrey) {
        return new Origin(bitDepth, isGrey, remarks, annotations);
    }
}
