package dev.psld.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class QuartilesTest {
    @Test
    void quartiles_lie_between_neighbours() {
        Quartiles spread = Quartiles.of(List.of(4.0, 1.0, 3.0, 2.0));
        assertThat(spread).isEqualTo(new Quartiles(1, 1.75, 2.5, 3.25, 4, 4));
        assertThat(spread.times(1000).median()).isEqualTo(2500);
        assertThat(Quartiles.ofRatios(List.of(1.0, 9.0), List.of(2.0, 3.0)))
                .isEqualTo(new Quartiles(0.5, 1.125, 1.75, 2.375, 3, 2));
    }
}
