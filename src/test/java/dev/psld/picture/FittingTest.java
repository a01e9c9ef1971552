package dev.psld.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FittingTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "800 | 600 | photo 800×600 was scaled by 0.08 to 64×48 and padded to 64×64",
                "64  | 64  | photo 64×64 was used as it is",
                "64  | 40  | photo 64×40 was padded to 64×64",
                "128 | 128 | photo 128×128 was scaled by 0.5 to 64×64",
                "48  | 24  | photo 48×24 was scaled by 1.3 to 64×32 and padded to 64×64",
                "1   | 1   | photo 1×1 was scaled by 64 to 64×64",
                "6000| 4000| photo 6000×4000 was scaled by 0.011 to 64×43 and padded to 64×64",
                "9000| 2   | photo 9000×2 was scaled by 0.0071 to 64×1 and padded to 64×64"
            })
    void says_what_it_does(int width, int height, String sentence) {
        assertThat(Fitting.of(width, height, 64, 64).sentence("photo")).isEqualTo(sentence);
    }

    @Test
    void the_same_size_is_untouched() {
        Picture picture = Fixtures.random(16, 12, 1);
        Mask mask = Masks.random(16, 12, 0.5, 2);
        Fitting fitting = Fitting.of(16, 12, 16, 12);
        assertThat(fitting.fit(picture)).isSameAs(picture);
        assertThat(fitting.undo(picture)).isSameAs(picture);
        assertThat(fitting.fit(mask)).isSameAs(mask);
    }

    @Test
    void padding_repeats_the_edge_and_is_cut_off_again() {
        Picture picture = Fixtures.random(16, 6, 3);
        Fitting fitting = Fitting.of(16, 6, 16, 16);
        Picture fitted = fitting.fit(picture);
        assertThat(fitting.y()).isEqualTo(5);
        for (int x = 0; x < 16; x++) {
            assertThat(fitted.sample(1, x, 0)).isEqualTo(picture.sample(1, x, 0));
            assertThat(fitted.sample(2, x, 7)).isEqualTo(picture.sample(2, x, 2));
            assertThat(fitted.sample(0, x, 15)).isEqualTo(picture.sample(0, x, 5));
        }
        assertThat(fitting.undo(fitted).samples()).containsExactly(picture.samples());
    }

    @Test
    void scaling_down_takes_means_and_keeps_the_aspect() {
        Picture picture = Fixtures.random(32, 16, 4);
        Fitting fitting = Fitting.of(32, 16, 16, 16);
        Picture fitted = fitting.fit(picture);
        float mean =
                (picture.sample(0, 6, 4) + picture.sample(0, 7, 4) + picture.sample(0, 6, 5) + picture.sample(0, 7, 5))
                        / 4;
        assertThat(fitted.sample(0, 3, 4 + 2)).isCloseTo(mean, within(1e-6f));
        Picture back = fitting.undo(fitted);
        assertThat(back.width()).isEqualTo(32);
        assertThat(back.height()).isEqualTo(16);
    }

    @ParameterizedTest
    @CsvSource({"37,91", "91,37", "5,3", "200,50", "1,1"})
    void a_smooth_picture_comes_back_at_its_size(int width, int height) {
        float[] samples = new float[3 * width * height];
        for (int i = 0; i < samples.length; i++) {
            int x = i % width;
            int y = i / width % height;
            samples[i] = (float) (0.4 * Math.sin(2.0 * x / width) + 0.4 * Math.cos(2.0 * y / height));
        }
        Picture picture = Picture.rgb(width, height, samples);
        Fitting fitting = Fitting.of(width, height, 64, 64);
        Picture back = fitting.undo(fitting.fit(picture));
        assertThat(back.width()).isEqualTo(width);
        assertThat(back.height()).isEqualTo(height);
        assertThat(back.samples()).containsExactly(samples, within(0.06f));
    }

    @Test
    void a_pixel_is_missing_when_any_pixel_it_is_made_of_is_missing() {
        Mask shrunk = Fitting.of(32, 32, 16, 16).fit(Masks.box(32, 32, 9, 4, 1, 3));
        assertThat(shrunk).isEqualTo(Masks.box(16, 16, 4, 2, 1, 2));
        Mask padded = Fitting.of(4, 2, 4, 4).fit(Masks.box(4, 2, 1, 0, 1, 1));
        assertThat(padded).isEqualTo(Masks.box(4, 4, 1, 0, 1, 2));
    }

    @Test
    void no_known_pixel_of_an_enlarged_mask_sees_the_hole() {
        Picture clean = Fixtures.random(20, 20, 8);
        Mask hole = Masks.box(20, 20, 8, 9, 3, 2);
        Picture spoilt = Picture.composite(hole, clean, Fixtures.random(20, 20, 9));
        Fitting fitting = Fitting.of(20, 20, 64, 64);
        Mask fitted = fitting.fit(hole);
        Picture a = fitting.fit(clean);
        Picture b = fitting.fit(spoilt);
        for (int i = 0; i < 64 * 64; i++) {
            if (!fitted.missing(i % 64, i / 64)) {
                assertThat(b.sample(0, i % 64, i / 64)).isCloseTo(a.sample(0, i % 64, i / 64), within(1e-6f));
            }
        }
        assertThat(fitted.missingCount()).isBetween(6 * 10, 64 * 64 / 4);
    }

    @Test
    void another_size_is_an_error() {
        assertThatThrownBy(() -> Fitting.of(8, 8, 4, 4).fit(Fixtures.random(4, 4, 1)))
                .hasMessageContaining("8×8");
        assertThatThrownBy(() -> Fitting.of(0, 8, 4, 4)).hasMessageContaining("0×8");
    }
}
