package dev.psld.fault;

import java.util.Locale;

/** How much memory Java may take for its objects in this process, and how it gets more. Stateless. */
public final class HeapLimit {
    private static final long GIGABYTE = 1L << 30;

    private HeapLimit() {}

    /** What to give Java after {@code -Xmx}, in megabytes, so that so many bytes fit beside what it makes and drops all the time. */
    public static long megabytes(long bytes) {
        return (bytes >> 20) / 100 * 100 + 400;
    }

    /** Half a sentence, without a full stop. */
    public static String sentence() {
        long most = Runtime.getRuntime().maxMemory();
        return String.format(
                Locale.ROOT,
                "Java may take %.1f GB here: give it more with JAVA_TOOL_OPTIONS=-Xmx%dg, or make the photo smaller",
                (double) most / GIGABYTE,
                Math.max(2, 2 * (most + GIGABYTE / 2) / GIGABYTE));
    }
}
