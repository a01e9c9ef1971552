package dev.psld.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.psld.picture.Mask;
import dev.psld.picture.Masks;
import dev.psld.picture.Picture;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Against scikit-image, see export/golden/make_metrics.py. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetricsTest {

    private JsonNode golden = new ObjectMapper().createObjectNode();
    private Picture reference = Picture.rgb(1, 1, new float[3]);
    private Picture test = reference;
    private Mask mask = Mask.of(reference, false);

    @BeforeAll
    void load() throws IOException {
        try (InputStream in = getClass().getResourceAsStream("/golden/metrics/metrics.json")) {
            golden = new ObjectMapper().readTree(in);
        }
        int width = golden.get("width").asInt();
        int height = golden.get("height").asInt();
        reference = Picture.rgb(width, height, floats("reference"));
        test = Picture.rgb(width, height, floats("test"));
        boolean[] missing = new boolean[width * height];
        IntStream.range(0, missing.length)
                .forEach(i -> missing[i] = golden.get("missing").get(i).asInt() == 1);
        mask = Mask.of(width, height, missing);
    }

    private float[] floats(String name) {
        JsonNode values = golden.get(name);
        float[] out = new float[values.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) values.get(i).asDouble();
        }
        return out;
    }

    private double value(String name) {
        return golden.get(name).asDouble();
    }

    @Test
    void psnr_is_that_of_scikit_image() {
        assertThat(Psnr.of(reference, test)).isCloseTo(value("psnr"), within(1e-9));
        assertThat(Psnr.hole(reference, test, mask)).isCloseTo(value("psnr_hole"), within(1e-9));
        assertThat(Psnr.known(reference, test, mask)).isCloseTo(value("psnr_known"), within(1e-9));
    }

    @Test
    void ssim_is_that_of_scikit_image() {
        assertThat(Ssim.of(reference, test)).isCloseTo(value("ssim"), within(1e-9));
        assertThat(Ssim.hole(reference, test, mask)).isCloseTo(value("ssim_hole"), within(1e-9));
        assertThat(Ssim.known(reference, test, mask)).isCloseTo(value("ssim_known"), within(1e-9));
    }

    @Test
    void identical_pictures_are_perfect() {
        assertThat(Psnr.of(reference, reference)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(Ssim.of(reference, reference)).isCloseTo(1, within(1e-12));
    }

    @Test
    void a_known_error_gives_a_known_psnr() {
        Picture black = Picture.rgb(2, 2, new float[12]);
        float[] off = new float[12];
        Arrays.fill(off, 0.2f);
        assertThat(Psnr.of(black, Picture.rgb(2, 2, off))).isCloseTo(20, within(1e-5));
    }

    @Test
    void an_empty_region_has_no_value() {
        Mask nothing = Masks.random(reference.width(), reference.height(), 0, 1);
        assertThat(Psnr.hole(reference, test, nothing)).isNaN();
        assertThat(Ssim.hole(reference, test, nothing)).isNaN();
    }

    @Test
    void unequal_sizes_are_refused() {
        Picture small = Picture.rgb(5, 5, new float[75]);
        assertThatThrownBy(() -> Psnr.of(reference, small)).hasMessageContaining("5×5");
        assertThatThrownBy(() -> Ssim.of(small, small)).hasMessageContaining("11×11");
        assertThatThrownBy(() -> Psnr.hole(small, small, mask)).hasMessageContaining("mask");
    }

    @Test
    void residual_counts_noise_levels() {
        float[] y = new float[100];
        float[] ax = new float[100];
        for (int i = 0; i < 100; i++) {
            ax[i] = i % 2 == 0 ? 0.05f : -0.05f;
        }
        assertThat(Residual.of(ax, y, 0.05)).isCloseTo(1, within(1e-6));
        assertThat(Residual.of(ax, y, 0.1, 25)).isCloseTo(1, within(1e-6));
        assertThatThrownBy(() -> Residual.of(ax, new float[3], 0.05)).hasMessageContaining("3");
        assertThatThrownBy(() -> Residual.of(ax, y, 0)).hasMessageContaining("σ");
    }
}
