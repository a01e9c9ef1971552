package dev.psld.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contact sheets, ensembles, heat maps and kernels. */
class DrawingTest {

    @TempDir
    Path folder;

    private static Picture flat(int width, int height, float value) {
        float[] samples = new float[3 * width * height];
        Arrays.fill(samples, value);
        return Picture.rgb(width, height, samples);
    }

    @Test
    void a_sheet_centres_pictures_in_equal_cells() {
        Picture sheet =
                ContactSheet.of(List.of(List.of(flat(4, 3, -1f), flat(2, 1, 0f)), List.of(flat(4, 3, 0.5f))), 2);
        assertThat(sheet.width()).isEqualTo(2 * (4 + 2) + 2);
        assertThat(sheet.height()).isEqualTo(2 * (3 + 2) + 2);
        assertThat(sheet.sample(0, 1, 1)).isEqualTo(1f);
        assertThat(sheet.sample(0, 2, 2)).isEqualTo(-1f);
        assertThat(sheet.sample(2, 9, 3)).isEqualTo(0f);
        assertThat(sheet.sample(2, 8, 3)).isEqualTo(1f);
        assertThat(sheet.sample(1, 5, 9)).isEqualTo(0.5f);
        assertThat(sheet.sample(1, 8, 8)).isEqualTo(1f);
        assertThatThrownBy(() -> ContactSheet.of(List.of(), 2)).hasMessageContaining("at least one");
    }

    @Test
    void an_ensemble_has_mean_and_population_deviation() {
        Picture a = Picture.rgb(1, 1, new float[] {0f, 1f, -1f});
        Picture b = Picture.rgb(1, 1, new float[] {1f, 1f, -1f});
        Ensemble ensemble = Ensemble.of(List.of(a, b));
        assertThat(ensemble.mean().samples()).containsExactly(0.5f, 1f, -1f);
        assertThat(ensemble.deviation()).containsExactly(new float[] {0.5f / 3}, within(1e-6f));
        assertThat(Ensemble.of(List.of(a)).deviation()).containsExactly(0f);
        Picture known = Picture.rgb(1, 1, new float[] {0.1f, 1 / 3f, -0.7f});
        assertThat(Ensemble.of(Collections.nCopies(7, known)).mean().samples()).isEqualTo(known.samples());
        assertThatThrownBy(() -> Ensemble.of(List.of(a, flat(2, 1, 0)))).hasMessageContaining("one size");
    }

    @Test
    void more_deviation_is_brighter() {
        float[] deviation = new float[101];
        for (int i = 0; i < deviation.length; i++) {
            deviation[i] = i * 0.006f;
        }
        Picture luma = Heatmap.of(101, 1, deviation, 0.5f).toGrey();
        for (int i = 1; i < 84; i++) {
            assertThat(luma.sample(0, i, 0)).isGreaterThan(luma.sample(0, i - 1, 0));
        }
        assertThat(luma.sample(0, 0, 0)).isLessThan(-0.98f);
        assertThat(luma.sample(0, 100, 0)).isGreaterThan(0.8f);
        assertThatThrownBy(() -> Heatmap.of(1, 1, new float[1], 0)).hasMessageContaining("positive");
    }

    @Test
    void a_kernel_sums_to_one_and_survives_its_picture() {
        Kernel kernel = Kernel.of(2, 3, new float[] {0, 1, 2, 3, 0, 4});
        assertThat(kernel.weights()).containsExactly(new float[] {0, 0.1f, 0.2f, 0.3f, 0, 0.4f}, within(1e-7f));
        Path file = folder.resolve("kernel.png");
        new PictureWriter().write(kernel.toPicture(), file);
        Kernel back = Kernel.read(file, new PictureReader());
        assertThat(back.height()).isEqualTo(2);
        assertThat(back.width()).isEqualTo(3);
        assertThat(back.weights()).containsExactly(kernel.weights(), within(1e-5f));
    }

    @Test
    void bad_kernels_are_sentences() {
        new PictureWriter().write(flat(5, 5, -1f), folder.resolve("black.png"));
        new PictureWriter().write(flat(300, 2, 1f), folder.resolve("wide.png"));
        assertThatThrownBy(() -> Kernel.read(folder.resolve("black.png"), new PictureReader()))
                .isInstanceOf(BadPictureException.class)
                .hasMessageContaining("black all over");
        assertThatThrownBy(() -> Kernel.read(folder.resolve("wide.png"), new PictureReader()))
                .isInstanceOf(BadPictureException.class)
                .hasMessageContaining("300×2");
        assertThatThrownBy(() -> Kernel.of(1, 2, new float[] {1, -1})).hasMessageContaining("not negative");
    }
}
