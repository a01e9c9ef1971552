package dev.psld.picture;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a picture came from, as far as it matters when it is written again. Immutable and thread-safe.
 *
 * @param bitDepth bits a sample had in the file: 8, or 16 for everything deeper
 * @param grey     true when the file held one channel of luminance
 * @param remarks  sentences on what reading changed, such as an applied EXIF orientation
 */
public record Origin(int bitDepth, boolean grey, List<String> remarks) {

    /** Plain 8-bit colour. */
    public static final Origin RGB8 = new Origin(8, false, List.of());

    public Origin {
        if (bitDepth != 8 && bitDepth != 16) {
            throw new IllegalArgumentException("a picture has 8 or 16 bits a sample, not " + bitDepth);
        }
        remarks = List.copyOf(remarks);
    }

    /** This origin with one more remark. */
    public Origin remark(String remark) {
        List<String> more = new ArrayList<>(remarks);
        more.add(remark);
        return new Origin(bitDepth, grey, more);
    }
}
