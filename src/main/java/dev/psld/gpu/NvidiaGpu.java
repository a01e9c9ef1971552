package dev.psld.gpu;

import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An NVIDIA GPU and its driver, as the kernel tells. Immutable.
 *
 * @param name of the GPU; “NVIDIA GPU” where nothing tells
 * @param driver version of the kernel's part of the driver; empty where there is none
 */
public record NvidiaGpu(String name, Optional<String> driver) {
    private static final List<String> NODES =
            List.of("/dev/nvidiactl", "/dev/nvidia0", "/dev/nvhost-gpu", "/dev/nvgpu", "/dev/nvmap", "/dev/dxg");
    private static final Pattern DRIVER =
            Pattern.compile("Kernel Module[^0-9\\n]*(?:\\S*64\\s+)?(\\d+\\.\\d+(?:\\.\\d+)?)");
    private static final Pattern MODEL = Pattern.compile("(?m)^Model:\\s*(\\S.*?)\\s*$");

    /** The first one of a machine; empty where it has none. */
    public static Optional<NvidiaGpu> of(MachineFiles machine) {
        if (NODES.stream().map(machine::path).noneMatch(Files::exists)) {
            return Optional.empty();
        }
        Optional<String> model = machine.matching("/proc/driver/nvidia/gpus/*/information").stream()
                .flatMap(file -> MachineFiles.text(file).stream())
                .map(MODEL::matcher)
                .filter(Matcher::find)
                .map(m -> m.group(1))
                .findFirst();
        return Optional.of(new NvidiaGpu(
                model.or(() -> JetPack.of(machine).flatMap(JetPack::board)).orElse("NVIDIA GPU"),
                machine.text("/proc/driver/nvidia/version")
                        .map(DRIVER::matcher)
                        .filter(Matcher::find)
                        .map(m -> m.group(1))));
    }

    /** The newest CUDA whose programs this driver runs; empty where it is not known. */
    public Optional<Integer> newestCuda() {
        return driver.map(text -> Integer.parseInt(text.split("\\.", 2)[0]))
                // First branches of the driver for a major version, by NVIDIA's table of minor version compatibility.
                .map(branch -> branch >= 580 ? 13 : branch >= 525 ? 12 : branch >= 450 ? 11 : 10);
    }
}
