package dev.psld.ort;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.gpu.CudaBuild;
import dev.psld.gpu.FakeMachine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorRtProviderTest {
    @TempDir
    Path root;

    @Test
    void engines_lie_apart_by_gpu_versions_model_and_precision() throws IOException {
        FakeMachine machine = new FakeMachine(root)
                .device()
                .driver("NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.15  Tue Mar  5 2024")
                .library("/usr/lib", "libnvinfer.so.10", "10.3.0");
        CudaBuild build =
                new CudaBuild(12, List.of(), "libcudnn.so.9", List.of("libnvinfer.so.10"), "amd64", List.of());
        TensorRtProvider here = new TensorRtProvider(0, false, 1, Path.of("/cache"), "")
                .on(machine.files(), Optional.of(build), "1.29.0");
        Path folder = Path.of("/cache/NVIDIA_RTX_A2000_0-driver_550.54.15-tensorrt_10.3.0-onnxruntime_1.29.0");
        String hash = "0123456789abcdef0123";
        assertThat(here.of(hash).engineFolder()).isEqualTo(folder.resolve("0123456789abcdef"));
        assertThat(here.of(hash).inHalfPrecision().engineFolder()).isEqualTo(folder.resolve("0123456789abcdef-fp16"));
        // Timings are of the GPU, not of a model.
        assertThat(here.of(hash).values()).containsEntry("trt_timing_cache_path", folder.toString());
    }

    @Test
    void graphs_of_other_bytes_or_other_models_do_not_share_engines() {
        SessionOptions options = SessionOptions.defaults().withProviders(List.of(TensorRtProvider.defaults()));
        SessionOptions other = SessionOptions.defaults()
                .withProviders(List.of(TensorRtProvider.defaults().of("model")));
        byte[] graph = {1, 2, 3};
        assertThat(folder(options.ofBytes(graph)))
                .isEqualTo(folder(options.ofBytes(graph.clone())))
                .isNotEqualTo(folder(options.ofBytes(new byte[] {1, 2, 4})))
                .isNotEqualTo(folder(other.ofBytes(graph)));
        assertThat(SessionOptions.defaults().ofBytes(graph).providers()).isEmpty();
    }

    private static Path folder(SessionOptions options) {
        return options.providers().get(0) instanceof TensorRtProvider tensorRt
                ? tensorRt.engineFolder()
                : Path.of("none");
    }
}
