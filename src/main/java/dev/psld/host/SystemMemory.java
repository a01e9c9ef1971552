package dev.psld.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** The memory of the machine and what this process holds, read anew at each call. Immutable and thread-safe. */
public final class SystemMemory {
    private final Path proc;

    /** @param root of the whole file system, {@code /} but in tests */
    public SystemMemory(Path root) {
        this.proc = root.resolve("proc");
    }

    /** Of this machine. */
    public static SystemMemory system() {
        return new SystemMemory(Path.of("/"));
    }

    /** Bytes that programs can still have without swapping. */
    public OptionalLong available() {
        return KernelFile.field(proc.resolve("meminfo"), "MemAvailable");
    }

    /** Bytes of the machine. */
    public OptionalLong total() {
        return KernelFile.field(proc.resolve("meminfo"), "MemTotal");
    }

    /** Bytes of this process in memory. */
    public OptionalLong resident() {
        return KernelFile.field(proc.resolve("self/status"), "VmRSS");
    }

    /** The most bytes of this process that ever were in memory. */
    public OptionalLong peakResident() {
        return KernelFile.field(proc.resolve("self/status"), "VmHWM");
    }

    /** Counts the most anew from here on, where the system allows it. */
    public void forgetPeak() {
        try {
            Files.writeString(proc.resolve("self/clear_refs"), "5");
        } catch (IOException e) {
            // then it stays the most that ever was
        }
    }
}
