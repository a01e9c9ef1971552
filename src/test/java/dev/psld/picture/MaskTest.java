package dev.psld.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskTest {

    @TempDir
    Path folder;

    private static Picture grey(int... values) {
        float[] samples = new float[3 * values.length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = Picture.dequantise(values[i % values.length], 8);
        }
        return Picture.rgb(values.length, 1, samples);
    }

    private static boolean[] missing(Mask mask) {
        boolean[] out = new boolean[mask.width() * mask.height()];
        for (int i = 0; i < out.length; i++) {
            out[i] = mask.missing(i % mask.width(), i / mask.width());
        }
        return out;
    }

    @Test
    void white_is_missing_above_127() {
        Picture picture = grey(0, 127, 128, 255);
        assertThat(missing(Mask.of(picture, false))).containsExactly(false, false, true, true);
        assertThat(missing(Mask.of(picture, true))).containsExactly(true, true, false, false);
        assertThat(Mask.of(picture, true)).isEqualTo(Mask.of(picture, false).inverted());
        assertThat(Mask.of(picture, false).known()).containsExactly(1f, 1f, 0f, 0f);
    }

    @Test
    void a_white_stroke_on_a_transparent_ground_is_a_mask() {
        Picture stroke =
                Picture.of(2, 1, new float[] {1, 1, 1, 1, 1, 1}, Optional.of(new float[] {0f, 1f}), Origin.RGB8);
        assertThat(missing(Mask.of(stroke, false))).containsExactly(false, true);
    }

    @Test
    void transparent_pixels_are_the_missing_ones() {
        float[] alpha = {0f, 127 / 255f, 128 / 255f, 1f};
        Picture picture = Picture.of(4, 1, new float[12], Optional.of(alpha), Origin.RGB8);
        assertThat(missing(Mask.ofAlpha(picture))).containsExactly(true, true, false, false);
        assertThat(Mask.ofAlpha(picture.withoutAlpha()).missingCount()).isZero();
    }

    @Test
    void a_written_mask_is_read_back() {
        Mask mask = Mask.random(13, 9, 0.3, 4);
        Path file = folder.resolve("mask.png");
        new PictureWriter().write(mask.toPicture(), file);
        assertThat(Mask.read(file, false, new PictureReader())).isEqualTo(mask);
        assertThat(new PictureReader().read(file).origin()).isEqualTo(new Origin(8, true, List.of()));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.003, 0.5, 0.7, 1})
    void random_masks_have_the_exact_count(double fraction) {
        for (long seed = 0; seed < 20; seed++) {
            Mask mask = Mask.random(31, 17, fraction, seed);
            assertThat(mask.missingCount()).isEqualTo((int) Math.floor(fraction * 31 * 17 + 0.5));
            assertThat(mask).isEqualTo(Mask.random(31, 17, fraction, seed));
        }
    }

    @Test
    void every_pixel_is_missing_equally_often() {
        int[] hits = new int[24];
        for (long seed = 0; seed < 4000; seed++) {
            boolean[] missing = missing(Mask.random(6, 4, 0.25, seed));
            for (int i = 0; i < 24; i++) {
                hits[i] += missing[i] ? 1 : 0;
            }
        }
        for (int hit : hits) {
            assertThat(hit).isBetween(1000 - 140, 1000 + 140); // five standard deviations
        }
    }

    @Test
    void boxes_stay_within_the_margin_and_reach_it() {
        boolean[] seen = new boolean[4];
        for (long seed = 0; seed < 200; seed++) {
            Mask mask = Mask.box(16, 12, 6, 5, 2, seed);
            assertThat(mask.missingCount()).isEqualTo(30);
            for (int x = 0; x < 16; x++) {
                for (int y = 0; y < 12; y++) {
                    if (mask.missing(x, y)) {
                        assertThat(x).isBetween(2, 13);
                        assertThat(y).isBetween(2, 9);
                        seen[0] |= x == 2;
                        seen[1] |= x == 13;
                        seen[2] |= y == 2;
                        seen[3] |= y == 9;
                    }
                }
            }
        }
        assertThat(seen).containsOnly(true);
    }

    @ParameterizedTest
    @CsvSource({"17,5,0", "6,5,6", "6,5,-1"})
    void boxes_that_do_not_fit_are_errors(int boxWidth, int boxHeight, int margin) {
        assertThatThrownBy(() -> Mask.box(16, 12, boxWidth, boxHeight, margin, 1))
                .hasMessageContaining("does not fit into 16×12");
        assertThatThrownBy(() -> Mask.boxAt(16, 12, 15, 0, 2, 2)).hasMessageContaining("does not fit");
        assertThatThrownBy(() -> Mask.random(4, 4, 1.5, 1)).hasMessageContaining("1.5");
    }

    @Test
    void the_wrong_size_is_a_sentence() {
        Mask mask = Mask.random(8, 6, 0.5, 1);
        assertThat(mask.requireSize(8, 6, "m.png", "photo.jpg")).isSameAs(mask);
        assertThatThrownBy(() -> mask.requireSize(6, 8, "m.png", "photo.jpg"))
                .isInstanceOf(BadPictureException.class)
                .hasMessageContainingAll("m.png is 8×6", "photo.jpg is 6×8", "make the mask as large");
    }

    @Test
    void resizing_takes_the_nearest_pixel() {
        Mask mask = Mask.boxAt(4, 2, 1, 0, 2, 1);
        assertThat(mask.resized(8, 4)).isEqualTo(Mask.boxAt(8, 4, 2, 0, 4, 2));
        assertThat(mask.resized(8, 4).resized(4, 2)).isEqualTo(mask);
    }
}
