package dev.psld.picture.codec;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32;

/** The next chunk of a PNG, read piece by piece: its body is kept only where somebody wants it. Used by one thread. */
final class PngChunk {
    /** Takes a body piece by piece. */
    interface Sink {
        void take(byte[] piece, int length);
    }

    private static final int PIECE = 1 << 16;

    private final DataInputStream in;
    private final CRC32 crc = new CRC32();
    private final String type;
    private final int length;
    private int left;

    /** Reads length and type. */
    PngChunk(DataInputStream in) throws IOException {
        this.in = in;
        this.length = in.readInt();
        byte[] name = new byte[4];
        in.readFully(name);
        crc.update(name);
        this.type = new String(name, StandardCharsets.ISO_8859_1);
        for (byte letter : name) {
            if (!Character.isLetter(letter & 255) || letter < 0) {
                throw UndecodableException.damaged("there is no chunk where a PNG has to have one");
            }
        }
        if (length < 0) {
            throw UndecodableException.damaged("a PNG chunk has a negative length");
        }
        this.left = length;
    }

    String type() {
        return type;
    }

    int length() {
        return length;
    }

    boolean critical() {
        return type.charAt(0) <= 'Z';
    }

    /** The next bytes of the body, as many as that or fewer at its end. */
    byte[] next(int most) throws IOException {
        byte[] bytes = in.readNBytes(Math.min(most, left));
        if (bytes.length < Math.min(most, left)) {
            throw new EOFException();
        }
        crc.update(bytes);
        left -= bytes.length;
        return bytes;
    }

    /** The rest of the body; empty when its checksum is wrong. What is critical is damaged then. */
    Optional<byte[]> rest() throws IOException {
        byte[] bytes = next(left);
        return sound() ? Optional.of(bytes) : Optional.empty();
    }

    /** Hands the rest on, or leaves it out. */
    void pass(Sink sink) throws IOException {
        byte[] piece = new byte[Math.min(left, PIECE)];
        while (left > 0) {
            int step = Math.min(piece.length, left);
            in.readFully(piece, 0, step);
            crc.update(piece, 0, step);
            left -= step;
            sink.take(piece, step);
        }
        sound();
    }

    private boolean sound() throws IOException {
        boolean right = in.readInt() == (int) crc.getValue();
        if (!right && critical()) {
            throw UndecodableException.damaged("the checksum of its PNG chunk " + type + " is wrong");
        }
        return right;
    }
}
