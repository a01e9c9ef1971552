package dev.psld.gpu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A root folder with the files of some other machine. */
public final class FakeMachine {
    private final Path root;

    public FakeMachine(Path root) {
        this.root = root;
    }

    public FakeMachine file(String absolute, String text) throws IOException {
        Path file = root.resolve(absolute.substring(1));
        Files.createDirectories(file.resolve("..").normalize());
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** A library as distributions install it: the soname is a link to the file with the whole version. */
    public FakeMachine library(String folder, String soname, String version) throws IOException {
        String real = soname.substring(0, soname.lastIndexOf(".so")) + ".so." + version;
        file(folder + "/" + real, "");
        Files.createSymbolicLink(root.resolve(folder.substring(1)).resolve(soname), Path.of(real));
        return this;
    }

    public FakeMachine device() throws IOException {
        return file("/dev/nvidia0", "")
                .file("/proc/driver/nvidia/gpus/0000:01:00.0/information", "Model: \t\t NVIDIA RTX A2000\nIRQ:   1\n");
    }

    public FakeMachine driver(String line) throws IOException {
        return file("/proc/driver/nvidia/version", line + "\nGCC version:  gcc version 13.2.0\n");
    }

    /** A Jetson by its release file and its device tree. */
    public FakeMachine jetson(int major, String revision) throws IOException {
        return file("/dev/nvmap", "")
                .file("/proc/device-tree/model", "NVIDIA Jetson AGX Orin Developer Kit\0")
                .file(
                        "/etc/nv_tegra_release",
                        "# R" + major + " (release), REVISION: " + revision
                                + ", GCID: 38968081, BOARD: generic, EABI: aarch64, DATE: Wed Jan  8 01:49:37 UTC 2025\n");
    }

    public MachineFiles files() {
        return files(Map.of());
    }

    public MachineFiles files(Map<String, String> environment) {
        return new MachineFiles(root, environment);
    }
}
