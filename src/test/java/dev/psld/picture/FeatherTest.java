package dev.psld.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeatherTest {
    private static final int WIDTH = 40;
    private static final int HEIGHT = 30;

    /** By maximum_filter and gaussian_filter: export/golden/make_feather.py. */
    @Test
    void shares_are_those_of_scipy() throws Exception {
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/golden/feather.json"))) {
            JsonNode golden = new ObjectMapper().readTree(in);
            boolean[] missing = new boolean[golden.get("missing").size()];
            for (int i = 0; i < missing.length; i++) {
                missing[i] = golden.get("missing").get(i).intValue() == 1;
            }
            Mask mask =
                    Mask.of(golden.get("width").intValue(), golden.get("height").intValue(), missing);
            assertThat(golden.get("cases")).hasSizeGreaterThan(3);
            for (JsonNode one : golden.get("cases")) {
                float[] shares =
                        new Feather(one.get("size").intValue(), one.get("sigma").doubleValue()).shares(mask);
                for (int i = 0; i < shares.length; i++) {
                    assertThat((double) shares[i])
                            .as("pixel %d of %s", i, one.get("size"))
                            .isCloseTo(one.get("shares").get(i).doubleValue(), within(1e-6));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 5", "1, 5", "20, 0", "21, 0"})
    void a_hard_edge_keeps_the_photo_bit_for_bit(int size, double sigma) {
        Mask mask = Masks.box(WIDTH, HEIGHT, 10, 8, 9, 7);
        Picture photo = noise(1);
        Picture made = noise(2);
        Feather feather = Feather.of(OptionalInt.of(size), OptionalDouble.of(sigma));
        assertThat(feather.hard()).isTrue();
        assertThat(new Blending(0, feather).of(mask, photo, made).samples())
                .isEqualTo(Picture.composite(mask, photo, made).samples());
    }

    @ParameterizedTest
    @CsvSource({"2, 3", "3, 3", "50, 51", "100, 101", "0, 1", "1, 1"})
    void even_sizes_are_taken_for_the_odd_one_above(int asked, int size) {
        assertThat(Feather.of(OptionalInt.of(asked), OptionalDouble.of(2)).size())
                .isEqualTo(size);
    }

    @Test
    void one_of_both_stands_for_a_kernel_that_ends_at_three_standard_deviations() {
        assertThat(Feather.of(OptionalInt.of(13), OptionalDouble.empty())).isEqualTo(new Feather(13, 2));
        assertThat(Feather.of(OptionalInt.empty(), OptionalDouble.of(2))).isEqualTo(new Feather(13, 2));
        assertThat(Feather.of(OptionalInt.empty(), OptionalDouble.of(25)).size())
                .isEqualTo(101);
        assertThat(Feather.of(OptionalInt.empty(), OptionalDouble.empty())).isEqualTo(Feather.NONE);
    }

    @Test
    void what_is_missing_is_wholly_made_and_what_is_far_stays_and_between_it_falls() {
        Mask mask = Masks.box(WIDTH, HEIGHT, 18, 12, 1, 6); // a scratch one pixel wide
        Feather feather = new Feather(7, 2);
        Picture black = Picture.rgb(WIDTH, HEIGHT, filled(-1));
        Picture white = Picture.rgb(WIDTH, HEIGHT, filled(1));
        Picture blended = new Blending(0, feather).of(mask, black, white);
        float before = 1;
        for (int x = 18; x < WIDTH; x++) {
            float now = blended.sample(1, x, 14);
            assertThat(now).isLessThanOrEqualTo(before);
            if (x == 18) {
                assertThat(now).isEqualTo(1);
            }
            if (x - 18 >= 7) {
                assertThat(now).isEqualTo(-1);
            } else if (x > 18 + 3) {
                assertThat(now).isStrictlyBetween(-1f, 1f);
            }
            before = now;
        }
    }

    private static float[] filled(float value) {
        float[] all = new float[Picture.CHANNELS * WIDTH * HEIGHT];
        java.util.Arrays.fill(all, value);
        return all;
    }

    private static Picture noise(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] all = new float[Picture.CHANNELS * WIDTH * HEIGHT];
        for (int i = 0; i < all.length; i++) {
            all[i] = (float) (random.nextDouble() * 2 - 1);
        }
        return Picture.rgb(WIDTH, HEIGHT, all);
    }
}
