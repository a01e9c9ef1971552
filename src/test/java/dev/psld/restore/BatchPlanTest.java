package dev.psld.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.bundle.Bundle;
import dev.psld.bundle.Manifest;
import dev.psld.ort.Provider;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchPlanTest {
    private static final Manifest MANIFEST =
            Bundle.open(Path.of("onnx/portrait64")).manifest();

    @ParameterizedTest
    @CsvSource({
        // asked, provider, pictures, processors, MiB, batch, parallel, predictions
        "0, CPU,  1, 4, 8000, 1, 1, 1",
        "0, CPU,  8, 4, 8000, 1, 4, 1",
        "0, CPU,  2, 4, 8000, 1, 2, 1",
        "0, CPU,  8, 4,  400, 1, 2, 1",
        "0, CPU,  8, 4,   10, 1, 1, 1",
        "4, CPU,  8, 4, 8000, 4, 1, 1",
        "1, CPU,  8, 4, 8000, 1, 4, 1",
        "0, CUDA, 1, 4, 8000, 1, 1, 1",
        "0, CUDA, 8, 4, 8000, 8, 1, 1",
        "0, CUDA, 9, 4, 8000, 5, 1, 1",
        "0, CUDA, 9, 4,  400, 2, 1, 1",
        "1, CUDA, 9, 4, 8000, 1, 1, 1",
        "3, CUDA, 1, 4, 8000, 3, 1, 1",
        // a second tape of the UNet leaves less room
        "0, CUDA, 9, 4,  350, 2, 1, 1",
        "0, CUDA, 9, 4,  350, 1, 1, 2"
    })
    void as_many_as_there_are_and_as_fit(
            int asked,
            Provider provider,
            int pictures,
            int processors,
            long mebibytes,
            int batch,
            int parallel,
            int predictions) {
        assertThat(BatchPlan.of(
                        asked, provider, Optional.of(MANIFEST), pictures, processors, mebibytes << 20, predictions))
                .isEqualTo(new BatchPlan(batch, parallel));
    }
}
