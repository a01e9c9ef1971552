package dev.psld.picture.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The EXIF block of a PNG: the chunk eXIf, or the text “Raw profile type exif” (or APP1) of hexadecimal digits that ImageMagick
 * and its relatives write. Stateless.
 */
final class PngExif {
    private static final int LARGEST = 1 << 20;

    private PngExif() {}

    /** Whether a text chunk begins with a keyword that promises EXIF; what does not is never looked into. */
    static boolean promised(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        return text.startsWith("Raw profile type exif\0") || text.startsWith("Raw profile type APP1\0");
    }

    /** The bytes that the text stands for; empty where it is no such text after all. */
    static Optional<byte[]> ofText(String chunk, byte[] body) {
        int zero = new String(body, StandardCharsets.ISO_8859_1).indexOf('\0');
        Optional<byte[]> text = switch (chunk) {
            case "tEXt" -> Optional.of(rest(body, zero + 1));
            case "zTXt" -> Inflation.of(body, zero + 2, 4 * LARGEST);
            default -> international(body, zero);
        };
        return text.flatMap(PngExif::unhex);
    }

    /** iTXt: keyword, flag, method, language, translated keyword, text. */
    private static Optional<byte[]> international(byte[] body, int zero) {
        int at = zero + 3;
        for (int strings = 0; strings < 2; strings++) {
            while (at < body.length && body[at] != 0) {
                at++;
            }
            at++;
        }
        if (at > body.length) {
            return Optional.empty();
        }
        return body[zero + 1] == 1 ? Inflation.of(body, at, 4 * LARGEST) : Optional.of(rest(body, at));
    }

    private static byte[] rest(byte[] body, int from) {
        return Arrays.copyOfRange(body, Math.min(from, body.length), body.length);
    }

    /** A line break, the profile's name, its length in decimal, then hexadecimal digits in lines. */
    private static Optional<byte[]> unhex(byte[] text) {
        String[] words = new String(text, StandardCharsets.ISO_8859_1).strip().split("\\s+", 3);
        if (words.length < 3 || !words[1].matches("\\d{1,9}")) {
            return Optional.empty();
        }
        byte[] out = new byte[Math.min(LARGEST, Integer.parseInt(words[1]))];
        int digits = 0;
        for (int i = 0; i < words[2].length() && digits < 2 * out.length; i++) {
            int digit = Character.digit(words[2].charAt(i), 16);
            if (digit >= 0) {
                out[digits / 2] |= (byte) (digits % 2 == 0 ? digit << 4 : digit);
                digits++;
            } else if (!Character.isWhitespace(words[2].charAt(i))) {
                return Optional.empty();
            }
        }
        return digits < 2 * out.length ? Optional.empty() : Optional.of(out);
    }
}
