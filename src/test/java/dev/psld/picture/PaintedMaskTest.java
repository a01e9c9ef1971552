package dev.psld.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Masks as people make them; the hole is a box of 4×3 pixels in 16×10. */
class PaintedMaskTest {
    private static final int W = 16;
    private static final int H = 10;
    private static final Mask HOLE = Masks.box(W, H, 5, 4, 4, 3);

    /** ARGB by pixel number. */
    private static Picture picture(IntUnaryOperator argb) {
        float[] samples = new float[3 * W * H];
        float[] alpha = new float[W * H];
        boolean opaque = true;
        for (int i = 0; i < W * H; i++) {
            int v = argb.applyAsInt(i);
            alpha[i] = (v >>> 24) / 255f;
            opaque &= alpha[i] == 1;
            for (int c = 0; c < 3; c++) {
                samples[c * W * H + i] = Picture.dequantise((v >> (16 - 8 * c)) & 255, 8);
            }
        }
        return Picture.of(W, H, samples, opaque ? Optional.empty() : Optional.of(alpha), Origin.RGB8);
    }

    private static Picture painted(int hole, int rest) {
        return picture(i -> HOLE.missing(i) ? hole : rest);
    }

    private static int grey(int level) {
        return 0xFF000000 | level * 0x010101;
    }

    @ParameterizedTest
    @CsvSource({
        "FFFFFFFF, FF000000, ''", // as it is documented
        "FFF0F0F0, FF0A0A0A, ''",
        "FFFFFFFF, 00000000, ''", // white paint on nothing
        "FFFFFFFF, 00FFFFFF, ''",
        "FF010101, FF000000, the brighter one",
        "FF7F7F7F, FF000000, the brighter one",
        "FF800000, FF000000, the brighter one", // a label of a palette
        "FF020202, FF010101, the brighter one",
        "00000000, FF000000, black with parts erased",
        "00FFFFFF, FF000000, black with parts erased",
        "FFC80000, 00000000, paint on a transparent ground"
    })
    void a_hole_is_found(String hole, String rest, String remark) {
        Picture mask = painted(Integer.parseUnsignedInt(hole, 16), Integer.parseUnsignedInt(rest, 16));
        PaintedMask read = PaintedMask.of(mask, false, "m.png");
        assertThat(read.mask()).isEqualTo(HOLE);
        assertThat(read.remark().orElse("")).contains(remark);
        assertThat(read.remark().isEmpty()).isEqualTo(remark.isEmpty());
        assertThat(PaintedMask.of(mask, true, "m.png").mask()).isEqualTo(HOLE.inverted());
    }

    @Test
    void sixteen_bits_of_zero_and_one_are_two_levels() {
        float[] samples = new float[3 * W * H];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = Picture.dequantise(HOLE.missing(i % (W * H)) ? 1 : 0, 16);
        }
        Picture mask = Picture.of(W, H, samples, Optional.empty(), new Origin(16, true, List.of()));
        assertThat(PaintedMask.of(mask, false, "m.png").mask()).isEqualTo(HOLE);
    }

    @Test
    void a_photo_with_a_part_erased_hides_that() {
        Picture photo = picture(i -> HOLE.missing(i) ? 0 : grey(60 + i));
        PaintedMask read = PaintedMask.of(photo, false, "m.png");
        assertThat(read.mask()).isEqualTo(HOLE);
        assertThat(read.remark()).hasValueSatisfying(r -> assertThat(r).contains("parts erased"));
    }

    @Test
    void what_may_mean_several_things_is_refused() {
        assertRefused(picture(i -> grey(i % 5)), "5 levels up to 4 of 255", "paint white (255)");
        assertRefused(picture(i -> grey(i % 20)), "more than 16 levels", "paint white (255)");
        assertRefused(picture(i -> HOLE.missing(i) ? grey(0) : grey(60 + i)), "looks like a photo", "white on black");
        assertRefused(painted(0xFF000000, 0), "black on a transparent ground", "white on black");
    }

    @Test
    void soft_edges_are_cut_in_the_middle_with_a_word() {
        PaintedMask soft =
                PaintedMask.of(picture(i -> grey(Math.max(0, Math.min(255, 64 * (i % W) - 384)))), false, "m.png");
        assertThat(soft.mask().missing(8, 0)).isTrue();
        assertThat(soft.mask().missing(7, 0)).isFalse();
        assertThat(soft.remark()).hasValueSatisfying(r -> assertThat(r).contains("neither black nor white"));
    }

    @Test
    void nothing_and_everything_stay_what_they_are() {
        assertThat(PaintedMask.of(picture(i -> grey(0)), false, "m.png").mask().missingCount())
                .isZero();
        assertThat(PaintedMask.of(picture(i -> grey(255)), false, "m.png")
                        .mask()
                        .missingCount())
                .isEqualTo(W * H);
    }

    private static void assertRefused(Picture mask, String... words) {
        assertThatThrownBy(() -> PaintedMask.of(mask, false, "m.png"))
                .isInstanceOf(BadPictureException.class)
                .hasMessageStartingWith("The mask m.png ")
                .hasMessageContainingAll(words);
    }
}
