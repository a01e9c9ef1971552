package dev.psld.ort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProbeModelTest {
    @Test
    void the_committed_probe_is_this_graph() {
        assertThat(ProbeModel.bytes()).isEqualTo(model());
    }

    @Test
    void it_runs_on_the_cpu() {
        try (Environment environment = Environment.open()) {
            assertThatCode(() -> ProbeModel.run(environment, List.of())).doesNotThrowAnyException();
            assertThat(environment.nativeCounts().total(NativeCounts.Kind.SESSION))
                    .isEqualTo(1);
        }
    }

    static byte[] model() {
        return new TinyModel()
                .input("x", ElementType.FLOAT, 1, 1, 1, 1)
                .weights("w", new float[] {2}, 1, 1, 1, 1)
                .node("Conv", List.of("x", "w"), "y", TinyModel.ints("kernel_shape", 1, 1))
                .output("y", ElementType.FLOAT, 1, 1, 1, 1)
                .bytes();
    }
}
