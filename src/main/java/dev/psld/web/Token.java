package dev.psld.web;

import dev.psld.config.ConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The token that clients have to know, and what their browsers keep in its place. Immutable and thread-safe. */
final class Token {
    private static final int SHORTEST = 32;
    private static final int LARGEST = 4096;

    private final byte[] token;
    private final String session;

    Token(String text) {
        this.token = text.getBytes(StandardCharsets.UTF_8);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(token, "HmacSHA256"));
            this.session =
                    HexFormat.of().formatHex(mac.doFinal("psld web session".getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC with SHA-256", e);
        }
    }

    /** @throws ConfigurationException when the file cannot be read, or the token is too short */
    static String read(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw new ConfigurationException("web.token-file: " + file + " is no token, which has one line");
            }
            String text = Files.readString(file).strip();
            if (text.length() < SHORTEST || !text.chars().allMatch(c -> c > 32 && c < 127)) {
                throw new ConfigurationException("web.token-file: " + file + " needs " + SHORTEST
                        + " characters or more on one line, letters and digits: openssl rand -hex 32 > " + file);
            }
            return text;
        } catch (IOException e) {
            throw new ConfigurationException("web.token-file: " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Whether it is this one; takes as long for every other. */
    boolean is(String given) {
        return MessageDigest.isEqual(token, given.getBytes(StandardCharsets.UTF_8));
    }

    /** What a browser keeps: tells nothing of the token, and holds over restarts. */
    String session() {
        return session;
    }

    boolean isSession(String given) {
        return MessageDigest.isEqual(
                session.getBytes(StandardCharsets.US_ASCII), given.getBytes(StandardCharsets.UTF_8));
    }
}
