package dev.psld.sampler.biharmonic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Two holes of a plane of 10×1 pixels, three planes. */
class BiharmonicShrinkageTest {
    @Test
    void a_hole_is_drawn_to_the_smooth_one_as_far_as_both_are_close() {
        boolean[] missing = new boolean[10];
        missing[1] = true;
        missing[8] = true;
        float[] smooth = new float[30];
        float[] made = new float[30];
        for (int c = 0; c < 3; c++) {
            made[10 * c + 1] = 0.02f; // as far as τ: half of it is left
            made[10 * c + 8] = 2;
            made[10 * c + 5] = 0.3f; // is known
        }
        BiharmonicShrinkage.apply(1, 10, missing, made, smooth);
        for (int c = 0; c < 3; c++) {
            assertThat(made[10 * c + 1]).isCloseTo(0.01f, within(1e-6f));
            assertThat(made[10 * c + 8]).isCloseTo(2f, within(1e-3f));
            assertThat(made[10 * c + 5]).isEqualTo(0.3f);
        }
    }
}
