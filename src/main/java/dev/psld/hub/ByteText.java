package dev.psld.hub;

import java.util.Locale;

/** Numbers of bytes as people read them. Stateless. */
public final class ByteText {
    private ByteText() {}

    /** In MB or GB of a thousand. */
    public static String text(long bytes) {
        return bytes < 1_000_000_000
                ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
                : String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
    }
}
