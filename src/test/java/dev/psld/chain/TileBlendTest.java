package dev.psld.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.psld.sampler.Draws;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TileBlendTest {
    private static final int CHANNELS = 2;

    private static TileBlend blend(int height, int width, boolean some) {
        TileGrid grid = TileGrid.exact(height, width, 8, 6, 2);
        boolean[] wanted = new boolean[height * width];
        wanted[height / 3 * width + width / 2] = true;
        wanted[wanted.length - 1] = true;
        return some ? TileBlend.of(grid, wanted) : TileBlend.of(grid);
    }

    @ParameterizedTest
    @CsvSource({"8,6,false", "9,13,false", "15,11,false", "40,31,false", "40,31,true", "9,7,true"})
    void blending_what_was_cut_changes_nothing(int height, int width, boolean some) {
        for (TileBlend blend : new TileBlend[] {
            blend(height, width, some), blend(height, width, some).times(3)
        }) {
            float[] x = Draws.of(1, "x").normal(CHANNELS * blend.positions());
            float[] y = new float[x.length];
            for (int k = 0; k < blend.windows(); k++) {
                blend.blend(y, k, blend.cut(x, k));
            }
            for (int i = 0; i < x.length; i++) {
                float covered = blend.covers(i % blend.positions()) ? 1 : 0;
                assertThat(y[i]).isCloseTo(covered * x[i], within(1e-5f));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"9,13,false", "40,31,false", "40,31,true"})
    void cutting_and_blending_have_their_transposes(int height, int width, boolean some) {
        TileBlend blend = blend(height, width, some);
        int n = CHANNELS * blend.positions();
        for (int k = 0; k < blend.windows(); k++) {
            float[] planes = Draws.of(k, "planes").normal(n);
            float[] window = Draws.of(k, "window").normal(CHANNELS * 8 * 6);
            float[] added = new float[n];
            blend.add(added, k, window);
            assertThat(dot(blend.cut(planes, k), window)).isCloseTo(dot(planes, added), within(1e-4));
            float[] blended = new float[n];
            blend.blend(blended, k, window);
            assertThat(dot(blend.weighted(planes, k), window)).isCloseTo(dot(planes, blended), within(1e-4));
        }
    }

    @Test
    void one_window_weighs_exactly_one() {
        TileBlend blend = blend(8, 6, false);
        float[] x = Draws.of(1, "x").normal(CHANNELS * 48);
        float[] y = new float[x.length];
        blend.blend(y, 0, x);
        assertThat(y).isEqualTo(x);
        assertThat(blend.weighted(x, 0)).isEqualTo(x);
    }

    @Test
    void only_positions_of_wanted_windows_are_kept() {
        TileBlend some = blend(40, 31, true);
        assertThat(some.windows()).isLessThan(blend(40, 31, false).windows());
        assertThat(some.positions()).isLessThan(40 * 31).isGreaterThanOrEqualTo(48);
        assertThat(some.whole()).isFalse();
        assertThat(some.times(2).positions()).isEqualTo(4 * 40 * 31);
    }

    @ParameterizedTest
    @CsvSource({"8,6,8,6", "1,7,8,8", "5,1,16,4", "7,9,8,12", "3,3,40,40"})
    void a_canvas_has_its_transposes(int height, int width, int canvasHeight, int canvasWidth) {
        ReflectedCanvas canvas = new ReflectedCanvas(height, width, canvasHeight, canvasWidth);
        float[] picture = Draws.of(1, "picture").normal(CHANNELS * height * width);
        float[] large = Draws.of(2, "canvas").normal(CHANNELS * canvasHeight * canvasWidth);
        assertThat(canvas.crop(canvas.lay(picture))).isEqualTo(picture);
        assertThat(dot(canvas.lay(picture), large)).isCloseTo(dot(picture, canvas.gather(large)), within(1e-3));
        assertThat(dot(canvas.crop(large), picture)).isCloseTo(dot(large, canvas.embed(picture)), within(1e-4));
    }

    private static double dot(float[] a, float[] b) {
        assertThat(a).hasSameSizeAs(b);
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
