package dev.psld.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.psld.picture.Mask;
import dev.psld.picture.Picture;
import org.junit.jupiter.api.Test;

class SeamContrastTest {
    /** A ramp from left to right, its right half missing. */
    private static final Picture RAMP = ramp(0);

    private static final Mask RIGHT = Mask.of(4, 2, new boolean[] {false, false, true, true, false, false, true, true});

    private static Picture ramp(float jump) {
        float[] samples = new float[3 * 8];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = -0.5f + 0.1f * (i % 4) + (i % 4 >= 2 ? jump : 0);
        }
        return Picture.rgb(4, 2, samples);
    }

    @Test
    void the_same_step_is_no_seam_and_a_larger_one_is() {
        assertThat(SeamContrast.of(RAMP, RAMP, RIGHT)).isCloseTo(1, within(1e-6));
        assertThat(SeamContrast.of(RAMP, ramp(0.2f), RIGHT)).isCloseTo(3, within(1e-5));
        assertThat(SeamContrast.of(RAMP, ramp(-0.1f), RIGHT)).isCloseTo(0, within(1e-5));
        assertThat(SeamContrast.of(RAMP, RAMP, Mask.of(4, 2, new boolean[8]))).isNaN();
    }
}
