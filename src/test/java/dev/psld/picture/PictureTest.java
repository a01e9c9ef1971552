package dev.psld.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PictureTest {

    @Test
    void every_integer_sample_survives_the_float() {
        for (int bits : new int[] {8, 16}) {
            for (int v = 0; v < 1 << bits; v++) {
                assertThat(Picture.quantise(Picture.dequantise(v, bits), bits)).isEqualTo(v);
            }
        }
    }

    @Test
    void quantising_rounds_half_up_and_cuts() {
        assertThat(Picture.quantise(0f, 8)).isEqualTo(128);
        assertThat(Picture.quantise(-1.5f, 8)).isZero();
        assertThat(Picture.quantise(1.5f, 8)).isEqualTo(255);
        assertThat(Picture.quantise(Picture.dequantise(100, 8) + 0.9f / 255, 8)).isEqualTo(100);
        assertThat(Picture.quantise(Picture.dequantise(100, 8) + 1.1f / 255, 8)).isEqualTo(101);
    }

    @Test
    void callers_cannot_change_it() {
        float[] samples = new float[12];
        float[] alpha = new float[4];
        Picture picture = Picture.of(2, 2, samples, Optional.of(alpha), Origin.RGB8);
        samples[0] = 1f;
        alpha[0] = 1f;
        picture.samples()[1] = 1f;
        picture.alpha().orElseThrow()[1] = 1f;
        assertThat(picture.samples()).containsOnly(0f);
        assertThat(picture.alpha().orElseThrow()).containsOnly(0f);
    }

    @Test
    void wrong_lengths_are_refused() {
        assertThatThrownBy(() -> Picture.rgb(2, 2, new float[4])).hasMessageContaining("12 samples, not 4");
        assertThatThrownBy(() -> Picture.rgb(0, 2, new float[0])).hasMessageContaining("no pixels");
    }

    @Test
    void composite_takes_known_pixels_bit_for_bit() {
        Picture original = Fixtures.random(9, 7, 1);
        Picture restored = Fixtures.random(9, 7, 2);
        Mask mask = Masks.random(9, 7, 0.4, 3);
        Picture mixed = Picture.composite(mask, original, restored);
        for (int y = 0; y < 7; y++) {
            for (int x = 0; x < 9; x++) {
                for (int c = 0; c < 3; c++) {
                    float from = (mask.missing(x, y) ? restored : original).sample(c, x, y);
                    assertThat(mixed.sample(c, x, y)).isEqualTo(from);
                }
            }
        }
    }

    @Test
    void composite_makes_missing_pixels_opaque_and_keeps_grey() {
        Origin grey = new Origin(16, true, List.of());
        Picture original = Picture.of(2, 1, new float[6], Optional.of(new float[] {0f, 0.5f}), grey);
        Picture restored = Picture.rgb(2, 1, new float[] {1, 0, 0, 0, 0, 0});
        Picture mixed = Picture.composite(Masks.box(2, 1, 0, 0, 1, 1), original, restored);
        assertThat(mixed.alpha().orElseThrow()).containsExactly(1f, 0.5f);
        assertThat(mixed.sample(0, 0, 0)).isEqualTo(0.2126f);
        assertThat(mixed.sample(2, 0, 0)).isEqualTo(0.2126f);
        assertThat(mixed.origin()).isEqualTo(grey);
    }

    @Test
    void what_is_not_a_number_is_never_drawn() {
        Picture broken = Picture.rgb(1, 1, new float[] {0, Float.NaN, 0});
        assertThatThrownBy(broken::clamped).hasMessageContaining("sample 1").hasMessageContaining("not a number");
    }
}
