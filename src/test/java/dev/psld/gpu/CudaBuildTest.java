package dev.psld.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.ort.Environment;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CudaBuildTest {
    @Test
    void the_runtime_that_comes_with_the_program_was_built_for_what_readelf_says() {
        try (Environment environment = Environment.open()) {
            if (environment.cudaBuild().isEmpty()) { // the jar for other processors has no GPU providers
                assertThat(System.getProperty("os.arch")).isNotEqualTo("amd64");
                return;
            }
            CudaBuild build = environment.cudaBuild().orElseThrow();
            assertThat(build.cuda()).isEqualTo(12);
            assertThat(build.runtime()).contains("libcublas.so.12", "libcudart.so.12");
            assertThat(build.cudnn()).isEqualTo("libcudnn.so.9");
            assertThat(build.tensorRt()).containsExactly("libnvinfer.so.10", "libnvonnxparser.so.10");
            assertThat(build.words()).isEqualTo("CUDA 12 and cuDNN 9");
        }
    }

    @Test
    void a_library_without_cuda_is_built_for_none() throws IOException {
        try (Environment environment = Environment.open()) {
            assertThat(CudaBuild.of(List.of(environment.libraryFile()))).isEmpty();
            assertThat(CudaBuild.of(List.of())).isEmpty();
        }
    }
}
