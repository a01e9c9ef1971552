package dev.psld.cli.doctor;

import dev.psld.host.SystemMemory;

/** Looks at the memory that is free: the system's, for the tensors live outside Java's heap. */
public final class MemoryCheck {
    private static final long ENOUGH_MIB = 2048;

    private MemoryCheck() {}

    /** Looks now. */
    public static Finding look() {
        return of(SystemMemory.system(), Runtime.getRuntime().maxMemory() >> 20);
    }

    static Finding of(SystemMemory memory, long heapMib) {
        if (memory.total().isEmpty()) {
            return Finding.warn(
                    "memory", "unknown; Java’s heap " + heapMib + " MiB", "none: /proc/meminfo says nothing");
        }
        long free = memory.available().orElse(0) >> 20;
        String found = free + " MiB free of " + (memory.total().getAsLong() >> 20) + " MiB, Java’s heap at most "
                + heapMib + " MiB";
        return free >= ENOUGH_MIB
                ? Finding.ok("memory", found)
                : Finding.warn("memory", found, "stop other programs, or restore with --memory low");
    }
}
