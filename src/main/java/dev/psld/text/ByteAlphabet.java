package dev.psld.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The 256 characters by which byte-level vocabularies write bytes: the printable ones of Latin-1 for themselves, U+0100 and what
 * follows for the others, in their order. Stateless.
 */
final class ByteAlphabet {
    private static final int BYTES = 256;

    private static final char[] OF_BYTE = new char[BYTES];

    /** The byte of a character; −1 for one that stands for none. */
    private static final int[] OF_CHARACTER = new int[2 * BYTES];

    static {
        Arrays.fill(OF_CHARACTER, -1);
        int others = 0;
        for (int b = 0; b < BYTES; b++) {
            boolean printable = (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
            OF_BYTE[b] = (char) (printable ? b : BYTES + others++);
            OF_CHARACTER[OF_BYTE[b]] = b;
        }
    }

    private ByteAlphabet() {}

    /** UTF-8 of a text, a character each byte; a surrogate without its partner counts as U+FFFD. */
    static String written(String text) {
        StringBuilder written = new StringBuilder();
        byte[] bytes = text.replaceAll("\\p{Cs}", "\uFFFD").getBytes(StandardCharsets.UTF_8);
        for (byte b : bytes) {
            written.append(OF_BYTE[b & 0xFF]);
        }
        return written.toString();
    }

    /** The text again; bytes that are no UTF-8 become U+FFFD. */
    static String read(String written) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if (c < OF_CHARACTER.length && OF_CHARACTER[c] >= 0) {
                bytes.write(OF_CHARACTER[c]);
            } else {
                bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
