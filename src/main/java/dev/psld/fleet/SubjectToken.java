package dev.psld.fleet;

import java.nio.charset.StandardCharsets;

/** Names as one part of a subject or of a consumer's name, and back. Stateless. */
final class SubjectToken {
    /** Stands for nothing at all. */
    static final String NONE = "_";

    private SubjectToken() {}

    /** Letters, digits and hyphens stay; every other byte becomes {@code _} and two digits. */
    static String of(String name) {
        if (name.isEmpty()) {
            return NONE;
        }
        StringBuilder out = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-') {
                out.append(c);
            } else {
                out.append('_').append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            }
        }
        return out.toString();
    }

    static String name(String token) {
        if (token.equals(NONE)) {
            return "";
        }
        byte[] out = new byte[token.length()];
        int length = 0;
        for (int i = 0; i < token.length(); i++) {
            if (token.charAt(i) == '_' && i + 2 < token.length()) {
                out[length++] = (byte) Integer.parseInt(token, i + 1, i + 3, 16);
                i += 2;
            } else {
                out[length++] = (byte) token.charAt(i);
            }
        }
        return new String(out, 0, length, StandardCharsets.UTF_8);
    }
}
