package dev.psld.ort;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How to open an {@link Environment}. Immutable.
 *
 * @param threads threads of the pool that all sessions share; 0 = one for each core
 * @param spinning whether waiting threads spin: a little faster on an idle machine, several times slower on a busy one
 * @param libraryFolder folder of {@code libonnxruntime.so*}; empty = {@code PSLD_ORT_LIB}, else the natives on the class path
 */
public record EnvironmentOptions(int threads, boolean spinning, LogLevel logLevel, Optional<Path> libraryFolder) {
    public EnvironmentOptions {
        if (threads < 0) {
            throw new IllegalArgumentException("threads must be 0 (one for each core) or more, not " + threads);
        }
    }

    /** One thread for each core, not spinning, silent, natives found by themselves. */
    public static EnvironmentOptions defaults() {
        return new EnvironmentOptions(0, false, LogLevel.FATAL, Optional.empty());
    }

    public EnvironmentOptions withThreads(int count) {
        return new EnvironmentOptions(count, spinning, logLevel, libraryFolder);
    }

    public EnvironmentOptions withSpinning(boolean on) {
        return new EnvironmentOptions(threads, on, logLevel, libraryFolder);
    }

    public EnvironmentOptions withLibraryFolder(Path folder) {
        return new EnvironmentOptions(threads, spinning, logLevel, Optional.of(folder));
    }
}
