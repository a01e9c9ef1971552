package dev.psld.ort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.psld.gpu.JetPack;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProviderLadderTest {
    @Test
    void the_pick_is_told_in_one_line_and_runs() {
        try (Environment environment = Environment.open()) {
            Pick pick = ProviderLadder.pick(environment);
            assertThat(pick.line())
                    .startsWith("provider " + pick.provider().word())
                    .doesNotContain("\n");
            if (pick.provider() == Provider.CPU) {
                assertThat(pick.reasons()).isNotEmpty();
            }
            ProbeModel.run(environment, pick.providers());
        }
    }

    @Test
    void without_a_gpu_a_forced_cuda_fails_with_the_words_of_the_loader() {
        Environment environment = Environment.open();
        try (environment) {
            if (GpuProbe.obstacle().isPresent()) {
                assertThatThrownBy(() -> ProviderLadder.pick(
                                environment, Optional.of(Provider.CUDA), ProviderSettings.defaults()))
                        .isInstanceOfSatisfying(
                                ProviderException.class,
                                e -> assertThat(e.provider()).isEqualTo(Provider.CUDA))
                        .hasMessageStartingWith("provider cuda was asked for and does not load: ")
                        .hasMessageMatching("(?s).*(cannot open shared object file|built without CUDA).*")
                        .hasMessageContaining("--ort-lib")
                        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("onnxruntime_src"));
            } else {
                assertThat(ProviderLadder.pick(environment, Optional.of(Provider.CUDA), ProviderSettings.defaults())
                                .provider())
                        .isEqualTo(Provider.CUDA);
            }
        }
        assertThat(environment.nativeCounts().liveByKind()).isEmpty();
    }

    @Test
    void tensorrt_is_not_tried_by_itself_since_jetpack_7() {
        assertThat(ProviderLadder.unfit(Provider.TENSORRT, jetPack("7.1")))
                .hasValueSatisfying(words -> assertThat(words).contains("JetPack 7.1", "--provider tensorrt"));
        assertThat(ProviderLadder.unfit(Provider.CUDA, jetPack("7.1"))).isEmpty();
        assertThat(ProviderLadder.unfit(Provider.TENSORRT, jetPack("6.2"))).isEmpty();
        assertThat(ProviderLadder.unfit(Provider.TENSORRT, Optional.empty())).isEmpty();
    }

    private static Optional<JetPack> jetPack(String version) {
        return Optional.of(new JetPack("1", version, Optional.empty()));
    }

    @Test
    void the_cpu_can_be_forced() {
        try (Environment environment = Environment.open()) {
            Pick pick = ProviderLadder.pick(environment, Optional.of(Provider.CPU), ProviderSettings.defaults());
            assertThat(pick.line()).isEqualTo("provider cpu");
        }
    }

    @Test
    void words_of_the_command_line() {
        assertThat(Provider.parse("CUDA")).isEqualTo(Provider.CUDA);
        assertThatThrownBy(() -> Provider.parse("rocm"))
                .hasMessageContaining("'rocm'")
                .hasMessageContaining("tensorrt");
    }

    @Test
    void options_become_the_keys_of_onnx_runtime() {
        assertThat(new CudaProvider(1, CudaProvider.ConvSearch.EXHAUSTIVE, 1 << 20, false, 0xFFL).values())
                .containsEntry("device_id", "1")
                .containsEntry("cudnn_conv_algo_search", "EXHAUSTIVE")
                .containsEntry("gpu_mem_limit", "1048576")
                .containsEntry("arena_extend_strategy", "kNextPowerOfTwo")
                .containsEntry("user_compute_stream", "255");
        assertThat(CudaProvider.defaults().values()).doesNotContainKeys("gpu_mem_limit", "user_compute_stream");
        assertThat(new TensorRtProvider(0, true, 5, Path.of("/c"), "0123456789abcdef01").values())
                .containsEntry("trt_fp16_enable", "1")
                .containsEntry("trt_max_workspace_size", "5")
                .containsEntry("trt_engine_cache_path", "/c/0123456789abcdef-fp16")
                .containsEntry("trt_timing_cache_path", "/c")
                .containsEntry("trt_timing_cache_enable", "1");
    }
}
