package dev.psld.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HoleWidthsTest {
    @Test
    void a_width_is_twice_the_distance_to_the_nearest_known_pixel() {
        Random random = new Random(5);
        for (int trial = 0; trial < 20; trial++) {
            int w = 1 + random.nextInt(23);
            int h = 2 + random.nextInt(19);
            boolean[] missing = new boolean[w * h];
            for (int i = 0; i < missing.length; i++) {
                missing[i] = random.nextInt(trial + 2) > 0;
            }
            missing[random.nextInt(missing.length)] = false;
            HoleWidths widths = HoleWidths.of(Mask.of(w, h, missing));
            for (int at = 0; at < missing.length; at++) {
                double nearest = Double.POSITIVE_INFINITY;
                for (int other = 0; other < missing.length; other++) {
                    if (!missing[other]) {
                        nearest = Math.min(nearest, Math.hypot(at % w - other % w, at / w - other / w));
                    }
                }
                assertThat(widths.widest(new PixelRegion(at % w, at / w, 1, 1))).isCloseTo(2 * nearest, within(1e-5));
            }
        }
    }

    @Test
    void the_widest_hole_of_a_part_counts() {
        Mask mask = Masks.box(40, 30, 4, 4, 3, 20);
        HoleWidths widths = HoleWidths.of(mask);
        assertThat(widths.widest(new PixelRegion(0, 0, 40, 30))).isEqualTo(4);
        assertThat(widths.widest(new PixelRegion(20, 0, 20, 30))).isZero();
    }
}
