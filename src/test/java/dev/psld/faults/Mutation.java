package dev.psld.faults;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32;

/** Makes bad files of good ones, by a seed: the same seed the same file. Stateless. */
final class Mutation {
    private static final int[] NUMBERS = {
        0, 1, -1, 255, 256, 65535, 65536, Integer.MAX_VALUE, Integer.MIN_VALUE, 0x7F, 0x80
    };

    private static final List<String> WORDS = List.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\"",
            "null",
            "true",
            "1e999",
            "-1",
            "NaN",
            "99999999999999999999",
            "&a",
            "*a",
            "- ",
            "\t",
            "\u0000",
            "\uD800",
            "|",
            ">",
            "!!binary",
            "<<: *a",
            "%YAML 9.9",
            "---",
            "\\u0000",
            "steps",
            "\"steps\": 1, \"steps\": 2",
            "#",
            "'",
            "?",
            "~",
            "é".repeat(300));

    private Mutation() {}

    /** A file of one to four changes to this one. */
    static byte[] of(byte[] good, byte[] other, boolean text, SplittableRandom random) {
        byte[] bytes = good.clone();
        for (int k = random.nextBoolean() ? 1 : 1 + random.nextInt(4); k > 0 && bytes.length > 4; k--) {
            bytes = text && random.nextInt(3) > 0 ? worded(bytes, random) : changed(bytes, other, random);
        }
        boolean png = good.length > 8 && (good[0] & 255) == 0x89;
        return png && random.nextInt(4) > 0 ? checked(bytes) : bytes;
    }

    private static byte[] changed(byte[] bytes, byte[] other, SplittableRandom random) {
        int at = random.nextInt(bytes.length);
        int some = Math.min(bytes.length - at, 1 + random.nextInt(1 << random.nextInt(9)));
        byte[] out = bytes.clone();
        switch (random.nextInt(9)) {
            case 0 -> out[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> out[at] = (byte) random.nextInt(256);
            case 2 -> number(out, at, random, 4);
            case 3 -> number(out, at, random, 2);
            case 4 -> out = joined(bytes, 0, at, bytes, at + some, bytes.length); // left out
            case 5 -> out = joined(bytes, 0, at + some, bytes, at, bytes.length); // twice
            case 6 -> out = Arrays.copyOf(bytes, Math.max(1, at));
            case 7 -> {
                int from = random.nextInt(other.length);
                out = joined(bytes, 0, at, other, from, other.length);
            }
            default -> {
                for (int i = at; i < at + some; i++) {
                    out[i] = (byte) random.nextInt(256);
                }
            }
        }
        return out;
    }

    private static void number(byte[] out, int at, SplittableRandom random, int size) {
        int value = NUMBERS[random.nextInt(NUMBERS.length)];
        boolean little = random.nextBoolean();
        for (int i = 0; i < size && at + i < out.length; i++) {
            out[at + i] = (byte) (value >> (8 * (little ? i : size - 1 - i)));
        }
    }

    private static byte[] worded(byte[] bytes, SplittableRandom random) {
        byte[] word = WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.UTF_8);
        int at = random.nextInt(bytes.length);
        byte[] head = joined(bytes, 0, at, word, 0, word.length);
        return joined(head, 0, head.length, bytes, Math.min(bytes.length, at + random.nextInt(6)), bytes.length);
    }

    private static byte[] joined(byte[] a, int from, int to, byte[] b, int start, int end) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(a, from, to - from);
        out.write(b, start, end - start);
        return out.toByteArray();
    }

    /** With right checksums, as far as its chunks can be followed: what is wrong lies deeper then. */
    private static byte[] checked(byte[] png) {
        ByteBuffer b = ByteBuffer.wrap(png);
        for (int at = 8; at + 12 <= png.length; ) {
            long length = b.getInt(at);
            if (length < 0 || at + 12 + length > png.length) {
                break;
            }
            CRC32 crc = new CRC32();
            crc.update(png, at + 4, (int) length + 4);
            b.putInt((int) (at + 8 + length), (int) crc.getValue());
            at += 12 + (int) length;
        }
        return png;
    }
}
