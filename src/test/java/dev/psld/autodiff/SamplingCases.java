package dev.psld.autodiff;

import static dev.psld.autodiff.RuleCase.rule;

import dev.psld.graph.Attributes;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.util.stream.Stream;

/** Cases of reading between elements: grids, moved convolutions, regions. */
final class SamplingCases {
    private SamplingCases() {}

    static Stream<RuleCase> all() {
        return Stream.of(grids(), volumes(), others()).flatMap(s -> s);
    }

    private static long[] d(long... dims) {
        return dims;
    }

    private static Stream<RuleCase> grids() {
        return Stream.of("bilinear", "nearest", "bicubic")
                .flatMap(mode -> Stream.of("zeros", "border", "reflection")
                        .flatMap(padding -> Stream.of(0, 1)
                                .map(corners -> rule(
                                                "GridSample " + mode + ", " + padding + ", corners " + corners,
                                                c -> c.op(
                                                        "GridSample",
                                                        Attributes.of(
                                                                "mode",
                                                                mode,
                                                                "padding_mode",
                                                                padding,
                                                                "align_corners",
                                                                corners),
                                                        c.x(2, 2, 4, 3),
                                                        c.within(-1.4, 1.4, 2, 3, 2, 2)))
                                        .since(16)
                                        .until(19))));
    }

    private static Stream<RuleCase> volumes() {
        return Stream.concat(
                Stream.of("zeros", "border", "reflection")
                        .map(padding -> rule(
                                        "GridSample of a volume, " + padding,
                                        c -> c.op(
                                                "GridSample",
                                                Attributes.of("padding_mode", padding),
                                                c.x(1, 2, 3, 2, 4),
                                                c.within(-1.3, 1.3, 1, 2, 2, 2, 3)))
                                .since(20)),
                Stream.of(
                        rule(
                                        "GridSample of a volume, nearest",
                                        c -> c.op(
                                                "GridSample",
                                                Attributes.of("mode", "nearest", "align_corners", 1),
                                                c.x(1, 1, 3, 2, 4),
                                                c.within(-1.3, 1.3, 1, 2, 2, 2, 3)))
                                .since(20),
                        rule(
                                        "GridSample cubic of new",
                                        c -> c.op(
                                                "GridSample",
                                                Attributes.of("mode", "cubic"),
                                                c.x(1, 2, 4, 3),
                                                c.within(-1.2, 1.2, 1, 3, 2, 2)))
                                .since(20)));
    }

    private static Stream<RuleCase> others() {
        return Stream.of(
                rule(
                                "DeformConv",
                                c -> c.op(
                                        "DeformConv",
                                        Attributes.of("kernel_shape", d(2, 2)),
                                        c.x(1, 2, 4, 4),
                                        c.x(3, 2, 2, 2),
                                        c.within(-0.8, 0.8, 1, 8, 3, 3)))
                        .since(19)
                        .withoutOrt(),
                rule(
                                "DeformConv with everything",
                                c -> c.op(
                                        "DeformConv",
                                        Attributes.of(
                                                "kernel_shape", d(2, 3),
                                                "strides", d(2, 1),
                                                "pads", d(1, 1, 0, 1),
                                                "dilations", d(1, 2),
                                                "group", 2,
                                                "offset_group", 2),
                                        c.x(2, 4, 4, 5),
                                        c.x(2, 2, 2, 3),
                                        c.within(-0.8, 0.8, 2, 24, 2, 3),
                                        c.x(2),
                                        c.x(2, 12, 2, 3)))
                        .since(19)
                        .withoutOrt(),
                rule(
                                "RoiAlign",
                                c -> c.op(
                                        "RoiAlign",
                                        Attributes.of(
                                                "output_height",
                                                2,
                                                "output_width",
                                                3,
                                                "sampling_ratio",
                                                2,
                                                "spatial_scale",
                                                0.5),
                                        c.x(2, 2, 5, 6),
                                        regions(c, 4, 1, 0.3, 9.2, 6.1, 2.5, 2.5, 7, 9.9),
                                        c.ints(1, 0)))
                        .until(21),
                rule(
                                "RoiAlign of its own number of samples, not moved by half",
                                c -> c.op(
                                        "RoiAlign",
                                        Attributes.of(
                                                "output_height", 2,
                                                "output_width", 2,
                                                "coordinate_transformation_mode", "output_half_pixel"),
                                        c.x(1, 2, 6, 6),
                                        regions(c, 4, 0.3, 0.2, 4.7, 5.4, 1, 1, 3.2, 2.1),
                                        c.ints(0, 0)))
                        .since(16)
                        .until(21),
                rule(
                                "RoiAlign of the greatest",
                                c -> c.op(
                                        "RoiAlign",
                                        Attributes.of(
                                                "output_height",
                                                2,
                                                "output_width",
                                                2,
                                                "mode",
                                                "max",
                                                "sampling_ratio",
                                                2),
                                        c.x(1, 2, 6, 6),
                                        regions(c, 4, 0.3, 0.2, 4.7, 5.4),
                                        c.ints(0)))
                        .since(16)
                        .until(21),
                rule(
                                "MaxRoiPool",
                                c -> c.op(
                                        "MaxRoiPool",
                                        Attributes.of("pooled_shape", d(2, 3), "spatial_scale", 0.5),
                                        c.x(2, 2, 5, 6),
                                        regions(c, 5, 1, 1, 0, 9, 6, 0, 4, 3, 11, 9)))
                        .until(21));
    }

    private static String regions(CaseGraph c, int each, double... values) {
        return c.builder.constant(Tensor.real(c.type, Shape.of(values.length / each, each), values));
    }
}
