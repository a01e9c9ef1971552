package dev.psld.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a hub tells of a file's content: its SHA-256 where it is large, else the name that git has for it, which is the SHA-1 of its
 * length and its bytes. Immutable.
 *
 * @param hex in hexadecimal, of 64 or 40 digits
 */
record Digest(String hex) {
    private static final int SHA256_DIGITS = 64;

    /** Whether a file is what was told. */
    boolean fits(Path file) throws IOException {
        boolean large = hex.length() == SHA256_DIGITS;
        MessageDigest digest = algorithm(large ? "SHA-256" : "SHA-1");
        if (!large) {
            digest.update(("blob " + Files.size(file) + "\0").getBytes(StandardCharsets.US_ASCII));
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] block = new byte[1 << 16];
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                digest.update(block, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest()).equals(hex);
    }

    private static MessageDigest algorithm(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + name, e);
        }
    }
}
