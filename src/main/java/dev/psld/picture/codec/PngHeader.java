package dev.psld.picture.codec;

import java.nio.ByteBuffer;

/** The chunk IHDR of a PNG (PNG 3, 11.2.1). Immutable. */
record PngHeader(int width, int height, int depth, int type, boolean interlaced) {
    static final int LENGTH = 13;
    static final int PALETTE = 3;

    private static final int COLOUR_BIT = 2;
    private static final int ALPHA_BIT = 4;

    static PngHeader of(byte[] body) {
        if (body.length != LENGTH) {
            throw UndecodableException.damaged("its PNG header has " + body.length + " bytes");
        }
        ByteBuffer b = ByteBuffer.wrap(body);
        PngHeader header = new PngHeader(b.getInt(), b.getInt(), b.get(), b.get(), body[12] == 1);
        boolean method = body[10] == 0 && body[11] == 0 && (body[12] == 0 || body[12] == 1);
        if (!method || !header.sound()) {
            throw UndecodableException.damaged("its PNG header makes no sense");
        }
        return header;
    }

    private boolean sound() {
        return switch (type) {
            case 0 -> depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
            case PALETTE -> depth == 1 || depth == 2 || depth == 4 || depth == 8;
            case 2, 4, 6 -> depth == 8 || depth == 16;
            default -> false;
        };
    }

    boolean palette() {
        return type == PALETTE;
    }

    boolean coloured() {
        return (type & COLOUR_BIT) != 0;
    }

    boolean alpha() {
        return (type & ALPHA_BIT) != 0;
    }

    /** Samples stored for a pixel. */
    int channels() {
        return palette() ? 1 : (coloured() ? 3 : 1) + (alpha() ? 1 : 0);
    }

    int bitsPerPixel() {
        return channels() * depth;
    }
}
