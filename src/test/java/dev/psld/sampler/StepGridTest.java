package dev.psld.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StepGridTest {
    private static final NoiseSchedule SCHEDULE = NoiseSchedule.of("scaled-linear", 0.00085, 0.012, 1000);

    @ParameterizedTest
    @CsvSource({
        "28,29",
        "50,50",
        "100,100",
        "150,167",
        "200,200",
        "300,334",
        "400,500",
        "500,500",
        "700,1000",
        "1000,1000"
    })
    void the_authors_grid_has_their_real_step_counts(int asked, int real) {
        assertThat(StepGrid.author(SCHEDULE, asked).points()).hasSize(real);
    }

    @Test
    void at_a_thousand_steps_the_authors_tell_the_net_one_more() {
        StepGrid.Point first = StepGrid.author(SCHEDULE, 1000).points().get(0);
        assertThat(first.t()).isEqualTo(1000);
        assertThat(first.alphaBar()).isEqualTo(SCHEDULE.alphaBar(999));
        assertThat(first.nextAlphaBar()).isEqualTo(SCHEDULE.alphaBar(998));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 28, 50, 333, 1000})
    void our_grid_has_exactly_the_steps_asked_for_and_ends_without_noise(int steps) {
        StepGrid grid = StepGrid.even(SCHEDULE, steps, 1);
        assertThat(grid.points()).hasSize(steps);
        assertThat(grid.points().get(0).t()).isEqualTo(999);
        assertThat(grid.points().get(steps - 1).nextAlphaBar()).isEqualTo(1);
        assertThat(grid.points().stream().mapToDouble(StepGrid.Point::span).sum())
                .isCloseTo(1000, within(1e-6));
        for (int i = 1; i < steps; i++) {
            assertThat(grid.points().get(i).t())
                    .isLessThan(grid.points().get(i - 1).t());
            assertThat(grid.points().get(i - 1).nextAlphaBar())
                    .isEqualTo(grid.points().get(i).alphaBar());
        }
    }

    @Test
    void a_warm_start_begins_lower_with_as_many_steps() {
        StepGrid grid = StepGrid.even(SCHEDULE, 50, 0.6);
        assertThat(grid.points()).hasSize(50);
        assertThat(grid.points().get(0).t()).isEqualTo(599);
    }

    @Test
    void the_schedule_is_the_product_of_one_minus_beta() {
        assertThat(SCHEDULE.alphaBar(0)).isCloseTo(1 - 0.00085, within(1e-15));
        assertThat(SCHEDULE.alphaBar(999)).isCloseTo(0.004660098513077238, within(1e-12));
    }
}
