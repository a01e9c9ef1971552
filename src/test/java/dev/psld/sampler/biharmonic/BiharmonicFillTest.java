package dev.psld.sampler.biharmonic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BiharmonicFillTest {

    @Test
    void holes_at_borders_and_single_pixels_are_filled_as_by_scikit_image() throws IOException {
        try (InputStream in = getClass().getResourceAsStream("/golden/methods/methods.json")) {
            JsonNode golden =
                    new ObjectMapper().readTree(Objects.requireNonNull(in)).get("biharmonic");
            double[] plane = numbers(golden.get("plane"));
            double[] expected = numbers(golden.get("filled"));
            boolean[] missing = new boolean[plane.length];
            for (int i = 0; i < missing.length; i++) {
                missing[i] = golden.get("missing").get(i).asInt() == 1;
            }
            double[] filled = new BiharmonicFill(
                            golden.get("height").asInt(), golden.get("width").asInt(), missing)
                    .fill(plane);
            for (int i = 0; i < filled.length; i++) {
                assertThat(filled[i]).as("pixel %s", i).isCloseTo(expected[i], within(1e-6));
            }
        }
    }

    private static double[] numbers(JsonNode array) {
        double[] values = new double[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).asDouble();
        }
        return values;
    }

    /** A polynomial of degree 3 is biharmonic on the grid too. */
    @Test
    void what_is_biharmonic_already_is_continued_as_it_was() {
        int h = 30;
        int w = 40;
        double[] plane = new double[h * w];
        boolean[] missing = new boolean[h * w];
        for (int i = 0; i < plane.length; i++) {
            int row = i / w;
            double y = row / 30.0;
            double x = i % w / 40.0;
            plane[i] = 0.1 + x - 0.7 * y + x * y * y - y * y * y + 0.3 * x * x * x;
            missing[i] = row > 6 && row < 22 && i % w > 9 && i % w < 30 && (row < 15 || i % w > 14);
        }
        double[] filled = new BiharmonicFill(h, w, missing).fill(plane);
        for (int i = 0; i < filled.length; i++) {
            assertThat(filled[i]).isCloseTo(plane[i], within(1e-9));
        }
    }

    @Test
    void large_holes_are_solved_as_small_ones_are() {
        int h = 90;
        int w = 80;
        SplittableRandom random = new SplittableRandom(3);
        boolean[] missing = new boolean[h * w];
        for (int i = 0; i < missing.length; i++) {
            boolean disc = Math.hypot(i / w - 50, i % w - 50) < 33; // reaches the border on the right
            missing[i] = disc && random.nextDouble() < 0.97;
        }
        for (Hole hole : Hole.all(h, w, missing)) {
            double[] b = random.doubles(hole.pixels().length, -1, 1).toArray();
            EnvelopeCholesky direct = EnvelopeCholesky.of(hole).orElseThrow();
            double[] exact = new double[h * w];
            double[] byRow = new double[h * w];
            for (int i = 0; i < b.length; i++) {
                byRow[hole.pixels()[i]] = b[i];
            }
            double[] reordered = new double[b.length];
            for (int i = 0; i < b.length; i++) {
                reordered[i] = byRow[direct.pixels()[i]];
            }
            double[] u = direct.solve(reordered);
            double largest = 0;
            for (int i = 0; i < u.length; i++) {
                exact[direct.pixels()[i]] = u[i];
                largest = Math.max(largest, Math.abs(u[i]));
            }
            double[] iterated = new LargeHole(hole).solve(b);
            for (int i = 0; i < b.length; i++) {
                assertThat(iterated[i]).isCloseTo(exact[hole.pixels()[i]], within(1e-6 * largest));
            }
        }
    }

    @Test
    void a_hole_of_500_by_500_is_filled() {
        int n = 540;
        double[] plane = new double[n * n];
        boolean[] missing = new boolean[n * n];
        for (int i = 0; i < plane.length; i++) {
            int row = i / n;
            double y = (row - 270) / 270.0;
            double x = (i % n - 270) / 270.0;
            plane[i] = 0.2 + 0.5 * x - 0.4 * y * x * x + 0.3 * y * y * y;
            missing[i] = Math.abs(row - 270) < 250 && Math.abs(i % n - 270) < 250;
        }
        double[] filled = new BiharmonicFill(n, n, missing).fill(plane);
        for (int i = 0; i < filled.length; i++) {
            assertThat(filled[i]).isCloseTo(plane[i], within(1e-4));
        }
    }
}
