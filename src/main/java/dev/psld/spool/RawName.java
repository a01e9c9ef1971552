package dev.psld.spool;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The name of a file as the bytes that it is, whatever the locale makes of them: one char of {@code bytes} is one byte.
 * Immutable. In JSON it is percent-encoded.
 */
record RawName(String bytes) {
    /** Bytes of the longest name that file systems allow. */
    static final int LONGEST = 255;

    private static final String HEX = "0123456789ABCDEF";

    RawName {
        if (bytes.isEmpty()
                || bytes.equals(".")
                || bytes.equals("..")
                || bytes.indexOf('/') >= 0
                || bytes.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("not the name of a file: " + bytes);
        }
    }

    /** The last part of a path. The URI of a path is the one thing that shows its bytes. */
    static RawName of(Path path) {
        String text = path.getFileName().toString();
        if (text.chars().allMatch(c -> c < 0x80)) {
            return new RawName(text); // by far the most, and a URI takes its time
        }
        String uri = Path.of("/").resolve(path.getFileName()).toUri().getRawPath();
        return new RawName(decode(uri.substring(1, uri.endsWith("/") ? uri.length() - 1 : uri.length())));
    }

    @JsonCreator
    static RawName decoded(String encoded) {
        return new RawName(decode(encoded));
    }

    Path in(Path folder) {
        return folder.resolve(Path.of(URI.create("file:///" + encoded())).getFileName());
    }

    @JsonValue
    String encoded() {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < bytes.length(); i++) {
            char c = bytes.charAt(i);
            if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "._-".indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
        return out.toString();
    }

    /** The name for people; bytes that are no UTF-8 become U+FFFD. */
    String text() {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** From the last dot, when something stands before it and it is no longer than an extension may be; else empty. */
    String suffix() {
        int dot = bytes.lastIndexOf('.');
        return dot > 0 && bytes.length() - dot <= 16 ? bytes.substring(dot) : "";
    }

    /** What the suffix leaves. */
    String stem() {
        return bytes.substring(0, bytes.length() - suffix().length());
    }

    /** At most so many bytes of a name, cut between characters of UTF-8. */
    static String cut(String bytes, int room) {
        if (bytes.length() <= room) {
            return bytes;
        }
        int end = room;
        while (end > 0 && (bytes.charAt(end) & 0xC0) == 0x80) {
            end--;
        }
        return bytes.substring(0, end);
    }

    private static String decode(String encoded) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '%') {
                out.append((char) Integer.parseInt(encoded, i + 1, i + 3, 16));
                i += 2;
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
