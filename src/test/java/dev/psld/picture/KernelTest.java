package dev.psld.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A blur kernel that is scaled with its picture. */
class KernelTest {
    /** A slanted line through the middle. */
    private static Kernel line(int side) {
        float[] weights = new float[side * side];
        for (int x = 0; x < side; x++) {
            weights[(side / 4 + x / 2) * side + x] = 1;
        }
        return Kernel.of(side, side, weights);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.125, 0.3, 0.5, 2, 3.7})
    void the_blur_is_scaled_in_both_directions_and_keeps_its_weight_and_centre(double factor) {
        Kernel before = line(41);
        Kernel after = before.scaled(factor);
        assertThat(after.width() % 2).isEqualTo(1);
        assertThat(sum(after.weights())).isCloseTo(1, within(1e-5));
        for (boolean across : new boolean[] {true, false}) {
            assertThat(mean(after, across)).isCloseTo(factor * mean(before, across), within(0.02));
            // The tents add their own variance, at most (1 + factor²)/6.
            assertThat(variance(after, across))
                    .isBetween(
                            factor * factor * variance(before, across) - 0.01,
                            factor * factor * variance(before, across) + (1 + factor * factor) / 6 + 0.01);
        }
    }

    @Test
    void an_enlarged_path_has_no_gaps() {
        Kernel after = Kernel.of(1, 3, new float[] {1, 1, 1}).scaled(4);
        int middle = after.width() * (after.height() / 2);
        assertThat(after.width()).isEqualTo(15);
        for (int x = 3; x <= 11; x++) {
            assertThat(after.weights()[middle + x]).isPositive();
        }
    }

    @Test
    void a_picture_of_the_right_size_keeps_its_kernel() {
        Kernel kernel = line(9);
        assertThat(kernel.scaled(1)).isSameAs(kernel);
        assertThat(line(9).scaled(0.01).weights()[4]).isGreaterThan(0.9f);
    }

    private static double sum(float[] weights) {
        double sum = 0;
        for (float w : weights) {
            sum += w;
        }
        return sum;
    }

    /** From the centre, in pixels. */
    private static double mean(Kernel kernel, boolean across) {
        double sum = 0;
        for (int i = 0; i < kernel.weights().length; i++) {
            sum += kernel.weights()[i] * place(kernel, i, across);
        }
        return sum;
    }

    private static double variance(Kernel kernel, boolean across) {
        double mean = mean(kernel, across);
        double sum = 0;
        for (int i = 0; i < kernel.weights().length; i++) {
            double from = place(kernel, i, across) - mean;
            sum += kernel.weights()[i] * from * from;
        }
        return sum;
    }

    private static double place(Kernel kernel, int i, boolean across) {
        int row = i / kernel.width();
        return across ? i % kernel.width() - (kernel.width() - 1) / 2.0 : row - (kernel.height() - 1) / 2.0;
    }
}
