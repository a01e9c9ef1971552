package dev.psld.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        Mask mask = Masks.random(13, 9, 0.3, 4);
        Path file = folder.resolve("mask.png");
        new PictureWriter().write(mask.toPicture(), file);
        assertThat(Mask.read(file, false, new PictureReader())).isEqualTo(mask);
        assertThat(new PictureReader().read(file).origin()).isEqualTo(new Origin(8, true, List.of()));
    }

    @Test
    void the_wrong_size_is_a_sentence() {
        Mask mask = Masks.random(8, 6, 0.5, 1);
        assertThat(mask.requireSize(8, 6, "m.png", "photo.jpg")).isSameAs(mask);
        assertThatThrownBy(() -> mask.requireSize(6, 8, "m.png", "photo.jpg"))
                .isInstanceOf(BadPictureException.class)
                .hasMessageContainingAll("m.png is 8×6", "photo.jpg is 6×8", "make the mask as large");
    }

    @Test
    void resizing_takes_the_nearest_pixel() {
        Mask mask = Masks.box(4, 2, 1, 0, 2, 1);
        assertThat(mask.resized(8, 4)).isEqualTo(Masks.box(8, 4, 2, 0, 4, 2));
        assertThat(mask.resized(8, 4).resized(4, 2)).isEqualTo(mask);
    }
}
