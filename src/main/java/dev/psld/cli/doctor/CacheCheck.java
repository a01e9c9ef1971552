package dev.psld.cli.doctor;

import dev.psld.host.DiskSpace;
import dev.psld.ort.CacheFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Looks at the folder of unpacked natives and engines. */
public final class CacheCheck {
    private static final long ENOUGH_MIB = 512;

    private CacheCheck() {}

    /** Looks now. */
    public static Finding look() {
        Path folder = CacheFolder.path();
        Path there = DiskSpace.existing(folder);
        if (!Files.isWritable(there)) {
            return Finding.fail(
                    "cache", folder + " is not writable", "set XDG_CACHE_HOME to a folder that is, with 512 MiB free");
        }
        try {
            long free = DiskSpace.free(there) >> 20;
            String found = folder + ", " + free + " MiB free";
            return free >= ENOUGH_MIB
                    ? Finding.ok("cache", found)
                    : Finding.warn("cache", found, "make room: natives and TensorRT engines take up to 512 MiB");
        } catch (IOException e) {
            return Finding.warn("cache", folder + " does not say how much is free", "none: " + e.getMessage());
        }
    }
}
