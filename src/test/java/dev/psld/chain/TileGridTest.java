package dev.psld.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TileGridTest {
    @ParameterizedTest
    @CsvSource({"1,1,64,16", "64,64,64,16", "65,64,64,16", "300,1000,64,16", "17,4000,256,64", "127,129,64,31"})
    void weights_add_up_to_one_everywhere(int height, int width, int most, int overlap) {
        TileGrid grid = TileGrid.of(height, width, most, overlap);
        for (var spans : java.util.List.of(grid.rows(), grid.columns())) {
            int size = spans == grid.rows() ? height : width;
            float[] sum = new float[size];
            for (TileGrid.Span span : spans) {
                assertThat(span.length()).isLessThanOrEqualTo(most);
                assertThat(span.rising() + span.falling()).isLessThanOrEqualTo(span.length());
                for (int i = 0; i < span.length(); i++) {
                    assertThat(span.weight(i)).isBetween(0f, 1f);
                    sum[span.start() + i] += span.weight(i);
                }
                assertThat(span.rising())
                        .satisfiesAnyOf(
                                r -> assertThat(r).isZero(), r -> assertThat(r).isGreaterThanOrEqualTo(overlap));
            }
            for (float one : sum) {
                assertThat(one).isCloseTo(1, within(1e-5f));
            }
        }
    }
}
