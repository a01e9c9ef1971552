package dev.psld.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.cli.doctor.Finding.Status;
import dev.psld.derive.PrecisionProbe;
import dev.psld.gpu.CudaBuild;
import dev.psld.gpu.FakeMachine;
import dev.psld.gpu.MachineFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GpuCheckTest {
    private static final String DRIVER = "NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.15  Tue Mar  5 2024";
    private static final String LIB = "/usr/lib/x86_64-linux-gnu";

    @TempDir
    Path root;

    private FakeMachine machine;

    @BeforeEach
    void anew() {
        machine = new FakeMachine(root);
    }

    @Test
    void without_a_gpu_it_says_what_one_would_want() {
        assertThat(lines(12, machine.files()))
                .containsExactly(
                        "OK gpu: none; this ONNX Runtime would want CUDA 12 and cuDNN 9, TensorRT 10 where that"
                                + " is to be used");
    }

    @Test
    void all_there_is_all_well() throws IOException {
        machine.device().driver(DRIVER);
        cuda(LIB, 12);
        machine.library(LIB, "libcudnn.so.9", "9.1.0")
                .library(LIB, "libnvinfer.so.10", "10.3.0")
                .library(LIB, "libnvonnxparser.so.10", "10.3.0");
        assertThat(lines(12, machine.files()))
                .allMatch(l -> l.startsWith("OK "))
                .anyMatch(l -> l.equals("OK gpu: NVIDIA RTX A2000, driver 550.54.15"))
                .anyMatch(l -> l.contains("cudnn: cuDNN 9: libcudnn 9.1.0 in"))
                .anyMatch(l -> l.contains("libcublas 12.4.127"))
                .anyMatch(l -> l.contains("libnvinfer 10.3.0"));
    }

    @Test
    void libraries_of_the_other_cuda_are_told_from_the_right_ones() throws IOException {
        machine.device().driver("NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  580.82.07  Release");
        cuda("/usr/local/cuda/lib64", 12);
        assertThat(lines(13, machine.files()))
                .anyMatch(l -> l.startsWith("WARN cuda: CUDA 13 is wanted, and libcublas.so.13, libcudart.so.13 not"
                                + " there; libcublas.so.12 in ")
                        && l.endsWith("→ install CUDA 13 (NVIDIA’s packages cuda-libraries-13-*)"));
    }

    @Test
    void a_driver_that_is_too_old_for_the_build_is_named() throws IOException {
        machine.device().driver(DRIVER);
        cuda(LIB, 13);
        assertThat(lines(13, machine.files()))
                .anyMatch(l -> l.contains("wants CUDA 13; the driver runs CUDA up to 12")
                        && l.endsWith("update the driver, or give --ort-lib an ONNX Runtime built for CUDA 12"));
    }

    @Test
    void what_the_loader_does_not_see_gets_the_line_that_shows_it() throws IOException {
        machine.device().driver(DRIVER);
        cuda("/usr/local/cuda-12.4/lib64", 12);
        assertThat(lines(12, machine.files()))
                .anyMatch(l -> l.contains("where the loader does not look → export LD_LIBRARY_PATH=" + root
                        + "/usr/local/cuda-12.4/lib64:$LD_LIBRARY_PATH"));
        assertThat(lines(12, machine.files(Map.of("LD_LIBRARY_PATH", "/usr/local/cuda-12.4/lib64"))))
                .anyMatch(l -> l.startsWith("OK cuda"));
    }

    @Test
    void a_jetson_is_named_with_its_jetpack_and_its_own_remedies() throws IOException {
        machine.jetson(36, "4.3");
        assertThat(lines(12, machine.files()))
                .anyMatch(l ->
                        l.equals("OK gpu: NVIDIA Jetson AGX Orin Developer Kit, JetPack 6.2 (Jetson Linux 36.4.3)"))
                .anyMatch(l -> l.startsWith("WARN cudnn") && l.contains("sudo apt install nvidia-jetpack"));
        assertThat(texts(GpuCheck.look(machine.files(), Optional.empty())))
                .anyMatch(l -> l.endsWith("give --ort-lib the folder of an ONNX Runtime built for JetPack 6.2"));
    }

    @Test
    void a_device_without_a_driver_wants_one() throws IOException {
        machine.device();
        assertThat(lines(12, machine.files()))
                .anyMatch(l -> l.startsWith("WARN gpu") && l.contains("install NVIDIA’s"));
    }

    @Test
    void numbers_that_drift_or_are_none_are_refused() {
        assertThat(verdict(1e-6, 3e-4)).isEqualTo(Status.OK);
        assertThat(verdict(1e-6, 0.3)).isEqualTo(Status.WARN);
        assertThat(verdict(1e-6, Double.NaN)).isEqualTo(Status.WARN);
        assertThat(verdict(0.1, 1e-3)).isEqualTo(Status.FAIL);
        assertThat(verdict(Double.NaN, 1e-3)).isEqualTo(Status.FAIL);
    }

    @Test
    void gradients_that_drift_or_are_none_are_named() {
        assertThat(GradientCheck.verdict("m", "CUDA", Map.of("unet", 9e-4)).status())
                .isEqualTo(Status.OK);
        assertThat(GradientCheck.verdict("m", "CUDA", Map.of("unet", 2e-3)).status())
                .isEqualTo(Status.WARN);
        assertThat(GradientCheck.verdict("m", "CUDA", Map.of("decoder", 0.0, "unet", Double.NaN)))
                .satisfies(f -> assertThat(f.status()).isEqualTo(Status.WARN));
    }

    private static Status verdict(double single, double half) {
        return PrecisionCheck.verdict("CUDA", new PrecisionProbe(single, half)).status();
    }

    private void cuda(String folder, int major) throws IOException {
        machine.library(folder, "libcudart.so." + major, major + ".4.127")
                .library(folder, "libcublas.so." + major, major + ".4.127");
    }

    private static List<String> lines(int cuda, MachineFiles files) {
        CudaBuild build = new CudaBuild(
                cuda,
                List.of("libcublas.so." + cuda, "libcudart.so." + cuda),
                "libcudnn.so.9",
                List.of("libnvinfer.so.10", "libnvonnxparser.so.10"),
                "amd64",
                List.of());
        return texts(GpuCheck.look(files, Optional.of(build)));
    }

    private static List<String> texts(List<Finding> findings) {
        return findings.stream()
                .map(f -> f.status() + " " + f.subject() + ": " + f.found()
                        + (f.remedy().isEmpty() ? "" : " → " + f.remedy()))
                .toList();
    }
}
