package dev.psld.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NvidiaGpuTest {
    @TempDir
    Path root;

    @Test
    void the_drivers_of_all_kinds_tell_their_version() throws IOException {
        assertThat(driver("NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.15  Tue Mar  5 22:23:56 UTC 2024"))
                .isEqualTo("550.54.15 12");
        assertThat(driver(
                        "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  580.82.07  Release Build  (root@vm)"))
                .isEqualTo("580.82.07 13");
        assertThat(driver("NVRM version: NVIDIA UNIX Open Kernel Module for aarch64  540.4.0  Release Build"))
                .isEqualTo("540.4.0 12");
        assertThat(driver("NVRM version: NVIDIA UNIX x86_64 Kernel Module  470.256.02  Thu May  2 14:37:44 UTC 2024"))
                .isEqualTo("470.256.02 11");
    }

    private String driver(String line) throws IOException {
        NvidiaGpu gpu = NvidiaGpu.of(new FakeMachine(root).device().driver(line).files())
                .orElseThrow();
        assertThat(gpu.name()).isEqualTo("NVIDIA RTX A2000");
        return gpu.driver().orElse("none") + " " + gpu.newestCuda().orElse(0);
    }

    @Test
    void a_machine_without_a_device_has_none() throws IOException {
        assertThat(NvidiaGpu.of(
                        new FakeMachine(root).driver("NVRM version: 550.54.15").files()))
                .isEmpty();
    }
}
