package dev.psld.picture.codec;

/** Numbers in bytes, most significant first. Stateless. */
final class Bytes {
    private Bytes() {}

    static int u16(byte[] b, int at) {
        return ((b[at] & 255) << 8) | (b[at + 1] & 255);
    }

    static long u32(byte[] b, int at) {
        return ((long) u16(b, at) << 16) | u16(b, at + 2);
    }

    /** Whether these bytes stand there. */
    static boolean at(byte[] b, int at, String text) {
        if (b.length - at < text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if ((b[at + i] & 255) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
