package dev.psld.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Looks at the memory that is free: the system's, for the tensors live outside Java's heap. */
public final class MemoryCheck {
    private static final long ENOUGH_MIB = 2048;

    private MemoryCheck() {}

    /** Bytes that are free now; where the system does not say, what would be enough. */
    public static long available() {
        long free = mib(readMemInfo(), "MemAvailable:");
        return (free > 0 ? free : ENOUGH_MIB) << 20;
    }

    /** Looks now. */
    public static Finding look() {
        return of(readMemInfo(), Runtime.getRuntime().maxMemory() >> 20);
    }

    static Finding of(List<String> memInfo, long heapMib) {
        long free = mib(memInfo, "MemAvailable:");
        long total = mib(memInfo, "MemTotal:");
        if (total == 0) {
            return Finding.warn(
                    "memory", "unknown; Java’s heap " + heapMib + " MiB", "none: /proc/meminfo says nothing");
        }
        String found = free + " MiB free of " + total + " MiB, Java’s heap at most " + heapMib + " MiB";
        return free >= ENOUGH_MIB
                ? Finding.ok("memory", found)
                : Finding.warn("memory", found, "stop other programs, or export the model with --mode recompute");
    }

    private static long mib(List<String> memInfo, String key) {
        return memInfo.stream()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                .findFirst()
                .orElse(0);
    }

    private static List<String> readMemInfo() {
        try {
            return Files.readAllLines(Path.of("/proc/meminfo"));
        } catch (IOException e) {
            return List.of();
        }
    }
}
