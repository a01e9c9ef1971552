package dev.psld.picture.codec;

/**
 * A field of a TIFF directory, whose values lie elsewhere. Immutable.
 *
 * @param type 1 … 18 (TIFF 6.0, section 2; BigTIFF)
 * @param count of values
 * @param at where they begin
 */
record TiffField(int type, long count, long at) {
    static final int ASCII = 2;

    /** Bytes of a value of a type; 0 for types that are not known. */
    static int size(int type) {
        return switch (type) {
            case 1, 2, 6, 7 -> 1;
            case 3, 8 -> 2;
            case 4, 9, 11, 13 -> 4;
            case 5, 10, 12, 16, 17, 18 -> 8;
            default -> 0;
        };
    }

    /** Bytes of all values; may be more than there are in any file. */
    long bytes() {
        long each = size(type);
        return each != 0 && count > Long.MAX_VALUE / each ? Long.MAX_VALUE : each * count;
    }
}
