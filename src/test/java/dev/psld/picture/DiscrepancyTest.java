package dev.psld.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiscrepancyTest {
    private static final int WIDTH = 13;
    private static final int HEIGHT = 9;

    private final Mask mask = Masks.random(WIDTH, HEIGHT, 0.4, 5);
    private final Picture photo = noise(1, 0.3);

    @ParameterizedTest
    @CsvSource({"0.05", "0.2", "0.4"})
    void known_pixels_end_as_far_from_the_photo_as_its_noise_and_missing_ones_stay(double sigma) {
        Picture made = noise(2, 0.3); // the two are 0.44 apart
        Picture mixed = Discrepancy.mix(mask, photo, made, sigma);
        assertThat(distance(mixed, photo)).isCloseTo(sigma, within(1e-6));
        assertThat(distance(mixed, photo) + distance(mixed, made)).isCloseTo(distance(made, photo), within(1e-6));
        missingAreThoseOf(made, mixed);
    }

    @ParameterizedTest
    @CsvSource({"0.5", "5"})
    void what_is_as_near_as_the_noise_stays(double sigma) {
        Picture made = noise(2, 0.3);
        assertThat(Discrepancy.mix(mask, photo, made, sigma).samples()).isEqualTo(made.samples());
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void without_noise_the_photo_is_kept_bit_for_bit(boolean grey) {
        Picture source = photo.withOrigin(new Origin(8, grey, List.of()));
        Picture made = noise(3, 0.3);
        assertThat(Discrepancy.mix(mask, source, made, 0).samples())
                .isEqualTo(Picture.composite(mask, source, made).samples());
    }

    @ParameterizedTest
    @CsvSource({"0", "0.05"})
    void a_photo_that_lacks_everything_or_nothing_is_mixed_too(double sigma) {
        Picture made = noise(4, 0.3);
        Mask all = Masks.box(WIDTH, HEIGHT, 0, 0, WIDTH, HEIGHT);
        assertThat(Discrepancy.mix(all, photo, made, sigma).samples()).isEqualTo(made.samples());
        assertThat(Discrepancy.mix(all, photo, photo, sigma).samples()).isEqualTo(photo.samples());
    }

    @ParameterizedTest
    @CsvSource({"0.05"})
    void a_hole_of_a_grey_photo_is_filled_in_grey_and_becomes_opaque(double sigma) {
        float[] alpha = new float[WIDTH * HEIGHT];
        Picture grey = Picture.owning(
                WIDTH, HEIGHT, photo.toGrey().samples(), Optional.of(alpha), new Origin(8, true, List.of()));
        Picture mixed = Discrepancy.mix(mask, grey, noise(6, 0.3), sigma);
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            int x = i % WIDTH;
            int y = i / WIDTH;
            assertThat(mixed.sample(0, x, y)).isCloseTo(mixed.sample(2, x, y), within(1e-6f));
            assertThat(mixed.ownAlpha().orElseThrow()[i]).isEqualTo(mask.missing(x, y) ? 1f : 0f);
        }
    }

    private void missingAreThoseOf(Picture made, Picture mixed) {
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            if (mask.missing(i)) {
                assertThat(mixed.sample(1, i % WIDTH, i / WIDTH)).isEqualTo(made.sample(1, i % WIDTH, i / WIDTH));
            }
        }
    }

    private double distance(Picture a, Picture b) {
        double squares = 0;
        int count = 0;
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            for (int c = 0; c < Picture.CHANNELS && !mask.missing(i); c++) {
                double d = a.sample(c, i % WIDTH, i / WIDTH) - (double) b.sample(c, i % WIDTH, i / WIDTH);
                squares += d * d;
                count++;
            }
        }
        return Math.sqrt(squares / count);
    }

    private static Picture noise(long seed, double deviation) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] x = new float[Picture.CHANNELS * WIDTH * HEIGHT];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) (deviation * random.nextGaussian());
        }
        return Picture.rgb(WIDTH, HEIGHT, x);
    }
}
