package dev.psld.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ResamplerTest {

    /** See export/golden/make_resampling.py. */
    @Test
    void agrees_with_pillow() throws IOException {
        JsonNode golden;
        try (InputStream in = getClass().getResourceAsStream("/golden/resampling/resampling.json")) {
            golden = new ObjectMapper().readTree(in);
        }
        float[] plane = floats(golden.get("plane"));
        int width = golden.get("width").asInt();
        int height = golden.get("height").asInt();
        assertThat(golden.get("cases").size()).isEqualTo(7);
        for (JsonNode c : golden.get("cases")) {
            Resampler filter = Resampler.valueOf(c.get("filter").asText());
            float[] ours = filter.resize(
                    plane,
                    1,
                    height,
                    width,
                    c.get("height").asInt(),
                    c.get("width").asInt());
            assertThat(ours).as(filter + " " + c.get("width")).containsExactly(floats(c.get("values")), within(2e-6f));
        }
    }

    private static float[] floats(JsonNode values) {
        float[] out = new float[values.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) values.get(i).asDouble();
        }
        return out;
    }

    @Test
    void area_is_the_mean_of_what_is_covered() {
        float[] out = Resampler.AREA.resize(new float[] {1, 2, 3}, 1, 1, 3, 1, 2);
        assertThat(out).containsExactly(new float[] {(1 + 0.5f * 2) / 1.5f, (0.5f * 2 + 3) / 1.5f}, within(1e-6f));
    }

    @ParameterizedTest
    @EnumSource
    void constants_and_means_survive(Resampler filter) {
        float[] flat = new float[3 * 11 * 7];
        Arrays.fill(flat, 0.3f);
        assertThat(filter.resize(flat, 3, 11, 7, 4, 16)).hasSize(192).containsOnly(new float[] {0.3f}, within(1e-6f));
    }

    @ParameterizedTest
    @EnumSource
    void the_same_size_is_the_same_picture(Resampler filter) {
        Picture picture = Fixtures.random(8, 5, 4);
        assertThat(filter.resize(picture, 8, 5)).isSameAs(picture);
        float[] samples = picture.samples();
        assertThat(filter.resize(samples, 3, 5, 8, 5, 8)).containsExactly(samples);
    }

    @ParameterizedTest
    @CsvSource({"1,1,9,4", "9,4,1,1", "300,2,7,64", "2,300,64,7"})
    void samples_stay_in_range_at_any_size(int width, int height, int newWidth, int newHeight) {
        Picture out = Resampler.BICUBIC.resize(Fixtures.random(width, height, 6), newWidth, newHeight);
        assertThat(out.width()).isEqualTo(newWidth);
        for (float v : out.samples()) {
            assertThat(v).isBetween(-1f, 1f);
        }
    }
}
