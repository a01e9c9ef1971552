package dev.psld.picture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PixelRegionTest {

    @Test
    void it_holds_what_is_missing_with_what_lies_around() {
        boolean[] missing = new boolean[20 * 30];
        missing[5 * 20 + 7] = true;
        missing[9 * 20 + 3] = true;
        Mask mask = Mask.of(20, 30, missing);
        assertThat(PixelRegion.around(mask, 2)).isEqualTo(new PixelRegion(1, 3, 9, 9));
        assertThat(PixelRegion.around(mask, 100)).isEqualTo(new PixelRegion(0, 0, 20, 30));
        assertThat(PixelRegion.around(Mask.of(20, 30, new boolean[600]), 4)).isEqualTo(new PixelRegion(0, 0, 4, 4));
        Mask cut = mask.cropped(new PixelRegion(1, 3, 9, 9));
        assertThat(cut.missingCount()).isEqualTo(2);
        assertThat(cut.missing(6, 2)).isTrue();
        assertThat(cut.missing(2, 6)).isTrue();
    }

    @Test
    void a_part_put_back_where_it_was_changes_nothing_and_another_only_that_part() {
        float[] samples = new float[3 * 6 * 5];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = i / 100f;
        }
        Picture picture = Picture.rgb(6, 5, samples);
        PixelRegion part = new PixelRegion(2, 1, 3, 2);
        Picture cut = picture.cropped(part);
        assertThat(cut.sample(1, 0, 0)).isEqualTo(picture.sample(1, 2, 1));
        assertThat(picture.pasted(part, cut).samples()).isEqualTo(samples);
        Picture other = picture.pasted(part, cut.withSamples(new float[18]));
        for (int i = 0; i < samples.length; i++) {
            boolean inside = i % 6 >= 2 && i % 6 < 5 && i / 6 % 5 >= 1 && i / 6 % 5 < 3;
            assertThat(other.samples()[i]).isEqualTo(inside ? 0 : samples[i]);
        }
    }
}
