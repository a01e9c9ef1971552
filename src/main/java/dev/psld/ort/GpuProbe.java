package dev.psld.ort;

import com.sun.jna.NativeLibrary;
import dev.psld.gpu.MachineFiles;
import dev.psld.gpu.NvidiaGpu;
import java.util.Optional;

/** Looks for an NVIDIA GPU and its driver without loading anything large. */
final class GpuProbe {
    private GpuProbe() {}

    /** Why no GPU can be used; empty when a device and a driver are there. */
    static Optional<String> obstacle() {
        if (NvidiaGpu.of(MachineFiles.here()).isEmpty()) {
            return Optional.of("no NVIDIA device under /dev");
        }
        try {
            NativeLibrary.getInstance("libcuda.so.1");
            return Optional.empty();
        } catch (UnsatisfiedLinkError e) {
            return Optional.of("an NVIDIA device, but no driver library libcuda.so.1");
        }
    }
}
