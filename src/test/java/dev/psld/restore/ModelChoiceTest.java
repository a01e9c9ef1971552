package dev.psld.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.operator.Task;
import dev.psld.picture.PixelSize;
import dev.psld.sampler.Method;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of the models that come with the program restores a photo. */
class ModelChoiceTest {
    @TempDir
    private Path home;

    @ParameterizedTest
    @CsvSource({
        "sr, 2, 300, 200, , photo-sr",
        "sr, 3, 300, 200, , photo-sr",
        "sr, 5, 300, 200, , photo",
        "sr, 8, 300, 200, , photo",
        "sr4, 4, 300, 200, , photo-sr",
        "sr, 2, 300, 200, pnp, photo-sr",
        "sr, 2, 300, 200, diffpir, photo",
        "sr, 2, 300, 200, ddrm, photo",
        "sr, 2, 300, 200, psld, portrait64",
        "sr, 2, 300, 200, bicubic, none",
        "sr, 2, 32, 32, , portrait64",
        "sr4, 4, 16, 16, , portrait64",
        "denoise, 2, 300, 200, , photo",
        "inpaint, 2, 300, 200, , photo",
        "deblur-gaussian, 2, 300, 200, pnp, photo",
        "denoise, 2, 64, 64, , portrait64",
        "custom, 2, 300, 200, , portrait64",
    })
    void is_by_task_size_and_method(String task, int scale, int width, int height, String method, String model) {
        assertThat(choice(task, scale, Optional.ofNullable(method)).of(new PixelSize(width, height)))
                .isEqualTo(model);
    }

    @Test
    void what_is_not_installed_is_not_chosen() throws IOException {
        String before = System.getProperty("psld.home", "");
        Path models = Files.createDirectories(home.resolve("onnx"));
        try {
            System.setProperty("psld.home", home.toString());
            PixelSize size = new PixelSize(300, 200);
            assertThat(choice("sr", 2, Optional.empty()).of(size)).isEqualTo("portrait64");
            Files.createDirectory(models.resolve("photo"));
            assertThat(choice("sr", 2, Optional.empty()).of(size)).isEqualTo("photo");
            Files.createDirectory(models.resolve("photo-sr"));
            assertThat(choice("sr", 2, Optional.empty()).of(size)).isEqualTo("photo-sr");
            assertThat(choice("denoise", 2, Optional.empty()).of(size)).isEqualTo("photo");
        } finally {
            System.setProperty("psld.home", before);
        }
    }

    private static ModelChoice choice(String task, int scale, Optional<String> method) {
        return new ModelChoice(Task.parse(task), scale, method.flatMap(Method::of), false);
    }
}
