package dev.psld.ort;

import com.sun.jna.NativeLibrary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Looks for an NVIDIA GPU and its driver without loading anything large. */
final class GpuProbe {
    private static final List<String> NODES =
            List.of("/dev/nvidiactl", "/dev/nvidia0", "/dev/nvhost-gpu", "/dev/nvgpu", "/dev/nvmap", "/dev/dxg");

    private GpuProbe() {}

    /** Why no GPU can be used; empty when a device and a driver are there. */
    static Optional<String> obstacle() {
        if (NODES.stream().map(Path::of).noneMatch(Files::exists)) {
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
