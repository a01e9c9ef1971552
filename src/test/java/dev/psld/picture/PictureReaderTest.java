package dev.psld.picture;

import static dev.psld.picture.Fixtures.byteAt;
import static dev.psld.picture.Fixtures.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureReaderTest {

    /** The 6×4 picture of make_pictures.py. */
    private static void assertColour(Picture picture) {
        assertThat(picture.width()).isEqualTo(6);
        assertThat(picture.height()).isEqualTo(4);
        for (int y = 0; y < 4; y++) {
            for (int x = 0; x < 6; x++) {
                assertThat(byteAt(picture, 0, x, y)).isEqualTo(40 * x);
                assertThat(byteAt(picture, 1, x, y)).isEqualTo(60 * y);
                assertThat(byteAt(picture, 2, x, y)).isEqualTo(x + y == 0 ? 255 : 0);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void exif_orientation_is_applied(int orientation) {
        Picture picture = read("orientation" + orientation + ".png");
        assertColour(picture);
        assertThat(picture.origin().remarks()).hasSize(orientation == 1 ? 0 : 1);
    }

    @Test
    void orientation_of_a_tiff_is_applied() {
        assertColour(read("orientation8.tif"));
    }

    @Test
    void orientation_of_a_jpeg_is_applied() {
        Picture picture = read("orientation6.jpg");
        assertThat(picture.width()).isEqualTo(96);
        assertThat(picture.height()).isEqualTo(64);
        assertThat(byteAt(picture, 0, 88, 8)).isBetween(190, 210);
        assertThat(byteAt(picture, 1, 8, 56)).isBetween(170, 190);
        assertThat(byteAt(picture, 2, 8, 8)).isGreaterThan(240);
    }

    @ParameterizedTest
    @ValueSource(strings = {"palette.png", "rgb8.webp", "rgb8.tif", "srgb-profile.png", "pages.tif"})
    void lossless_colour_is_exact(String name) {
        Picture picture = read(name);
        assertColour(picture);
        assertThat(picture.bitDepth()).isEqualTo(8);
        assertThat(picture.grey()).isFalse();
        assertThat(picture.alpha()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rgba8.png", "rgba8.webp"})
    void alpha_is_kept_aside(String name) {
        Picture picture = read(name);
        assertColour(picture);
        float[] alpha = picture.alpha().orElseThrow();
        for (int i = 0; i < 24; i++) {
            assertThat(alpha[i]).isEqualTo(i * 10 / 255f);
        }
    }

    @Test
    void the_key_colour_of_a_png_is_transparent() {
        Picture picture = read("keyed.png");
        assertColour(picture);
        float[] alpha = picture.alpha().orElseThrow();
        assertThat(alpha[6 + 2]).isZero();
        assertThat(alpha[0]).isEqualTo(1f);
    }

    @ParameterizedTest
    @ValueSource(strings = {"grey16.png", "grey16.tif", "rgb16.png", "rgba16.png"})
    void sixteen_bits_are_kept(String name) {
        Picture picture = read(name);
        assertThat(picture.bitDepth()).isEqualTo(16);
        assertThat(picture.grey()).isEqualTo(name.startsWith("grey"));
        for (int i = 0; i < 24; i++) {
            int x = i % 6;
            int y = i / 6;
            assertThat(Picture.quantise(picture.sample(0, x, y), 16)).isEqualTo(i * 2731 + 17);
            if (name.startsWith("rgba")) {
                assertThat(Math.round(picture.alpha().orElseThrow()[i] * 65535)).isEqualTo(65535 - (i * 2731 + 17));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"grey8.png", "grey8alpha.png"})
    void grey_is_not_taken_for_linear_light(String name) {
        Picture picture = read(name);
        assertThat(picture.grey()).isTrue();
        for (int i = 0; i < 24; i++) {
            for (int c = 0; c < 3; c++) {
                assertThat(byteAt(picture, c, i % 6, i / 6)).isEqualTo(i * 10);
            }
            if (picture.alpha().isPresent()) {
                assertThat(picture.alpha().get()[i]).isEqualTo((255 - i * 10) / 255f);
            }
        }
    }

    @Test
    void one_bit_is_black_and_white() {
        Picture picture = read("bilevel.png");
        assertThat(picture.grey()).isTrue();
        for (int i = 0; i < 24; i++) {
            assertThat(byteAt(picture, 0, i % 6, i / 6)).isEqualTo(i > 10 ? 255 : 0);
        }
    }

    /** The largest difference from what Pillow's decoders make of the file; WebP's colour may be interpolated freely. */
    @ParameterizedTest
    @CsvSource({"smooth.jpg,2", "grey.jpg,1", "cmyk.jpg,3", "smooth.webp,9"})
    void lossy_formats_are_decoded_as_by_others(String name, int steps) {
        Picture picture = read(name);
        assertThat(worst(read(name + ".decoded.png"), picture)).isLessThanOrEqualTo(steps);
        assertThat(picture.grey()).isEqualTo(name.startsWith("grey"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wide.png", "wide.jpg", "wide.webp", "wide.tif"})
    void profiles_are_converted_to_srgb(String name) {
        Picture picture = read(name);
        String expected = name.endsWith("jpg") ? "wide.jpg.decoded.png" : "wide-as-srgb.png";
        assertThat(worst(read(expected), picture)).isLessThanOrEqualTo(2);
        assertThat(picture.origin().remarks()).containsExactly("its colours were converted from Wide test to sRGB");
    }

    /** sRGB is close to gamma 2.2, the profile says gamma 1.8. */
    @ParameterizedTest
    @ValueSource(strings = {"grey-profile.png", "grey-profile.jpg", "grey-profile.tif"})
    void grey_profiles_are_converted_too(String name) {
        Picture picture = read(name);
        assertThat(picture.grey()).isTrue();
        for (int x = 16; x < 64; x++) {
            double expected = 255 * Math.pow(4 * x / 255.0, 1.8 / 2.2);
            assertThat((double) byteAt(picture, 0, x, 3)).isCloseTo(expected, within(3.0));
            assertThat(picture.sample(2, x, 3)).isEqualTo(picture.sample(0, x, 3));
        }
        assertThat(picture.origin().remarks()).containsExactly("its colours were converted from Grey test to sRGB");
    }

    @Test
    void cmyk_without_a_profile_is_read_from_tiff() {
        assertThat(worst(read("smooth.png"), read("cmyk.tif"))).isLessThanOrEqualTo(1);
    }

    @Test
    void floating_point_tiffs_are_taken_as_sixteen_bits() {
        Picture picture = read("float.tif");
        assertThat(picture.bitDepth()).isEqualTo(16);
        assertThat(Picture.quantise(picture.sample(1, 2, 1), 16)).isEqualTo(Math.round(8 / 23f * 65535));
    }

    @Test
    void several_pages_are_remarked_on() {
        assertThat(read("pages.tif").origin().remarks()).containsExactly("only the first of its 2 pages was read");
    }

    @Test
    void one_pixel_is_a_picture() {
        Picture one = read("one.png");
        assertThat(one.pixels()).isEqualTo(1);
        assertThat(byteAt(one, 1, 0, 0)).isEqualTo(200);
    }

    /** Largest difference in 8-bit steps. */
    private static double worst(Picture a, Picture b) {
        float[] p = a.samples();
        float[] q = b.samples();
        assertThat(q).hasSameSizeAs(p);
        double worst = 0;
        for (int i = 0; i < p.length; i++) {
            worst = Math.max(worst, Math.abs(p[i] - q[i]) * 127.5);
        }
        return worst;
    }
}
