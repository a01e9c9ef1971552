package dev.psld.ort;

import java.nio.file.Path;

/** Where this program keeps what it can make again: unpacked natives and TensorRT engines. */
public final class CacheFolder {
    private CacheFolder() {}

    /** {@code $XDG_CACHE_HOME/psld}, else {@code ~/.cache/psld}; not created yet. */
    public static Path path() {
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path base = xdg != null && xdg.startsWith("/")
                ? Path.of(xdg)
                : Path.of(System.getProperty("user.home", "."), ".cache");
        return base.resolve("psld");
    }
}
