package dev.psld.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FillTest {
    @Test
    void a_hole_in_a_flat_picture_takes_its_colour_and_known_pixels_stay() {
        float[] x = new float[3 * 9 * 12];
        Arrays.fill(x, 0, 108, 0.25f);
        Arrays.fill(x, 108, 216, -0.5f);
        Arrays.fill(x, 216, 324, 1f);
        Picture flat = Picture.rgb(12, 9, x);
        Mask hole = Masks.box(12, 9, 3, 2, 6, 5);
        float[] holed = x.clone();
        for (int i = 0; i < 108; i++) {
            if (hole.missing(i % 12, i / 12)) {
                holed[i] = holed[108 + i] = holed[216 + i] = 99;
            }
        }
        assertThat(Fill.of(Picture.rgb(12, 9, holed), hole).samples()).isEqualTo(flat.samples());
    }

    @Test
    void a_ramp_is_met_to_within_a_ring_and_an_all_missing_picture_is_grey() {
        float[] x = new float[3 * 16];
        for (int i = 0; i < x.length; i++) {
            x[i] = i % 16 / 15f;
        }
        Picture ramp = Picture.rgb(16, 1, x);
        Picture filled = Fill.of(ramp, Masks.box(16, 1, 7, 0, 2, 1));
        assertThat(filled.sample(0, 7, 0)).isEqualTo(6 / 15f);
        assertThat(filled.sample(2, 8, 0)).isEqualTo(9 / 15f);
        assertThat(Fill.of(ramp, Masks.box(16, 1, 0, 0, 16, 1)).samples()).containsOnly(0f);
    }
}
