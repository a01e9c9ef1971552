package dev.psld.autodiff;

import static dev.psld.autodiff.RuleCase.rule;

import dev.psld.graph.Attributes;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.util.function.Function;
import java.util.stream.Stream;

/** Cases of Resize in its modes, coordinate systems and forms of size. */
final class ResizeCases {
    private ResizeCases() {}

    static Stream<RuleCase> all() {
        Stream<RuleCase> coordinates = Stream.of(
                        "half_pixel",
                        "pytorch_half_pixel",
                        "align_corners",
                        "asymmetric",
                        "half_pixel_symmetric",
                        "tf_half_pixel_for_nn")
                .flatMap(mode -> Stream.of("linear", "cubic", "nearest")
                        .flatMap(kind -> Stream.of(
                                sizes(
                                        kind + " up, " + mode,
                                        new long[] {7, 9},
                                        "mode",
                                        kind,
                                        "coordinate_transformation_mode",
                                        mode),
                                sizes(
                                        kind + " down, " + mode,
                                        new long[] {3, 2},
                                        "mode",
                                        kind,
                                        "coordinate_transformation_mode",
                                        mode)))
                        .map(c -> mode.equals("half_pixel_symmetric")
                                ? c.since(19)
                                : mode.equals("tf_half_pixel_for_nn") ? c.until(12) : c));
        Stream<RuleCase> rounding = Stream.of("round_prefer_floor", "round_prefer_ceil", "floor", "ceil")
                .map(mode -> sizes(
                        "nearest by " + mode,
                        new long[] {9, 5},
                        "mode",
                        "nearest",
                        "nearest_mode",
                        mode,
                        "coordinate_transformation_mode",
                        "asymmetric"));
        return Stream.of(coordinates, rounding, borders(), others(), fused()).flatMap(s -> s);
    }

    private static RuleCase sizes(String name, long[] size, Object... attributes) {
        return rule(
                "Resize " + name,
                c -> c.op(
                        "Resize",
                        Attributes.of(attributes),
                        c.x(1, 2, 4, 6),
                        c.absent(),
                        c.absent(),
                        c.ints(1, 2, size[0], size[1])));
    }

    private static RuleCase scales(String name, double[] scales, Object... attributes) {
        return rule(
                "Resize " + name,
                c -> c.op(
                        "Resize",
                        Attributes.of(attributes),
                        c.x(2, 2, 4, 5),
                        c.absent(),
                        c.builder.constant(Tensor.floats(Shape.of(4), 1, 1, (float) scales[0], (float) scales[1]))));
    }

    private static RuleCase aspect(String mode, String policy) {
        return rule(
                "Resize " + mode + ", aspect " + policy,
                c -> c.op(
                        "Resize",
                        Attributes.of("mode", mode, "keep_aspect_ratio_policy", policy, "axes", new long[] {2, 3}),
                        c.x(1, 2, 4, 5),
                        "",
                        "",
                        c.ints(7, 8)));
    }

    /** Places so near to the border of two elements that single and double precision choose differently. */
    private static Stream<RuleCase> borders() {
        Stream<RuleCase> asymmetric = Stream.of(
                line("9 by a third", 9, "floor", "asymmetric", c -> scale(c, 1 / 3f)),
                line("6 by 1.2", 6, "floor", "asymmetric", c -> scale(c, 1.2f)),
                line("10 by a fifth", 10, "floor", "asymmetric", c -> scale(c, 0.2f)),
                line("14 to 16", 14, "floor", "asymmetric", c -> size(c, 16)));
        Stream<RuleCase> rounded = Stream.of("round_prefer_floor", "round_prefer_ceil", "floor", "ceil")
                .map(mode -> line("14 to 17 by " + mode, 14, mode, "half_pixel", c -> size(c, 17)));
        return Stream.concat(asymmetric, rounded);
    }

    private static RuleCase line(
            String name, long in, String rounding, String coordinates, Function<CaseGraph, String[]> lengths) {
        return rule("Resize nearest " + name, c -> {
            Attributes attributes = Attributes.of(
                    "mode", "nearest", "nearest_mode", rounding, "coordinate_transformation_mode", coordinates);
            String[] of = lengths.apply(c);
            return c.op(
                    "Resize",
                    attributes,
                    Stream.concat(Stream.of(c.x(in), c.absent()), Stream.of(of)).toArray(String[]::new));
        });
    }

    private static String[] scale(CaseGraph c, float scale) {
        return new String[] {c.builder.constant(Tensor.floats(Shape.of(1), scale))};
    }

    private static String[] size(CaseGraph c, long size) {
        return new String[] {c.absent(), c.ints(size)};
    }

    private static Stream<RuleCase> others() {
        return Stream.of(
                scales(
                        "nearest ×2",
                        new double[] {2, 2},
                        "mode",
                        "nearest",
                        "nearest_mode",
                        "floor",
                        "coordinate_transformation_mode",
                        "asymmetric"),
                scales("nearest ×3 by ×2", new double[] {3, 2}, "mode", "nearest"),
                scales(
                        "nearest by half",
                        new double[] {0.5, 0.6},
                        "mode",
                        "nearest",
                        "nearest_mode",
                        "floor",
                        "coordinate_transformation_mode",
                        "asymmetric"),
                scales("linear by a scale that does not divide", new double[] {1.7, 2.3}, "mode", "linear"),
                scales("linear ×2", new double[] {2, 2}, "mode", "linear"),
                scales(
                        "cubic with another coefficient",
                        new double[] {1.5, 0.7},
                        "mode",
                        "cubic",
                        "cubic_coeff_a",
                        -0.5),
                scales("cubic without the outside", new double[] {1.5, 0.7}, "mode", "cubic", "exclude_outside", 1),
                scales("linear antialiased", new double[] {0.5, 0.6}, "mode", "linear", "antialias", 1),
                scales(
                        "cubic antialiased",
                        new double[] {0.5, 0.6},
                        "mode",
                        "cubic",
                        "antialias",
                        1,
                        "cubic_coeff_a",
                        -0.5),
                rule(
                        "Resize of some axes",
                        c -> c.op(
                                "Resize",
                                Attributes.of("mode", "nearest", "axes", new long[] {3}),
                                c.x(1, 2, 3, 4),
                                c.absent(),
                                c.absent(),
                                c.ints(8))),
                rule(
                        "Resize of nothing",
                        c -> c.op(
                                "Resize",
                                Attributes.of("mode", "linear"),
                                c.x(1, 2, 3, 4),
                                c.absent(),
                                c.absent(),
                                c.ints(1, 2, 3, 4))),
                scales("nearest antialiased", new double[] {0.5, 0.6}, "mode", "nearest", "antialias", 1)
                        .withoutOrt(),
                sizes(
                                "nearest up by ceil, tf_half_pixel_for_nn",
                                new long[] {7, 9},
                                "mode",
                                "nearest",
                                "nearest_mode",
                                "ceil",
                                "coordinate_transformation_mode",
                                "tf_half_pixel_for_nn")
                        .until(12),
                scales(
                        "cubic antialiased, without the outside",
                        new double[] {0.5, 0.6},
                        "mode",
                        "cubic",
                        "antialias",
                        1,
                        "exclude_outside",
                        1),
                scales("linear antialiased, enlarging", new double[] {1.5, 0.6}, "mode", "linear", "antialias", 1),
                sizes(
                        "linear antialiased, align_corners",
                        new long[] {3, 4},
                        "mode",
                        "linear",
                        "antialias",
                        1,
                        "coordinate_transformation_mode",
                        "align_corners"),
                aspect("linear", "not_larger"),
                aspect("linear", "not_smaller"),
                aspect("cubic", "not_larger"),
                aspect("nearest", "not_smaller"),
                aspect("linear", "stretch"),
                rule(
                        "Resize cropping some axes",
                        c -> c.op(
                                "Resize",
                                Attributes.of(
                                        "mode",
                                        "linear",
                                        "axes",
                                        new long[] {3, 2},
                                        "coordinate_transformation_mode",
                                        "tf_crop_and_resize",
                                        "extrapolation_value",
                                        2.5),
                                c.x(1, 2, 6, 5),
                                c.builder.constant(Tensor.real(c.type, Shape.of(4), 0.1, 0.2, 1.2, 0.9)),
                                "",
                                c.ints(7, 4))),
                rule(
                        "Resize nearest, cropping",
                        c -> c.op(
                                "Resize",
                                Attributes.of(
                                        "mode", "nearest", "coordinate_transformation_mode", "tf_crop_and_resize"),
                                c.x(1, 1, 6, 5),
                                c.builder.constant(Tensor.real(c.type, Shape.of(8), 0, 0, 0.2, -0.1, 1, 1, 0.9, 0.77)),
                                c.absent(),
                                c.ints(1, 1, 4, 7))),
                rule(
                        "Resize cubic, cropping",
                        c -> c.op(
                                "Resize",
                                Attributes.of("mode", "cubic", "coordinate_transformation_mode", "tf_crop_and_resize"),
                                c.x(1, 1, 6, 5),
                                c.builder.constant(Tensor.real(c.type, Shape.of(8), 0, 0, 0.2, 0.1, 1, 1, 0.9, 0.77)),
                                c.absent(),
                                c.ints(1, 1, 4, 7))),
                rule(
                        "Resize cropping to one line",
                        c -> c.op(
                                "Resize",
                                Attributes.of("mode", "linear", "coordinate_transformation_mode", "tf_crop_and_resize"),
                                c.x(1, 1, 6, 5),
                                c.builder.constant(Tensor.real(c.type, Shape.of(8), 0, 0, 0.2, 0.1, 1, 1, 0.9, 0.77)),
                                c.absent(),
                                c.ints(1, 1, 1, 3))),
                rule(
                        "Resize cropping",
                        c -> c.op(
                                "Resize",
                                Attributes.of("mode", "linear", "coordinate_transformation_mode", "tf_crop_and_resize"),
                                c.x(1, 1, 6, 5),
                                c.builder.constant(Tensor.real(c.type, Shape.of(8), 0, 0, 0.2, 0.1, 1, 1, 0.9, 1.3)),
                                c.absent(),
                                c.ints(1, 1, 4, 7))),
                rule(
                        "Resize linear on one axis",
                        c -> c.op(
                                "Resize",
                                Attributes.of("mode", "linear"),
                                c.x(2, 3, 5),
                                c.absent(),
                                c.absent(),
                                c.ints(2, 3, 8))),
                rule(
                        "Resize nearest ×2 on three axes",
                        c -> c.op(
                                "Resize",
                                Attributes.of("mode", "nearest"),
                                c.x(1, 2, 2, 3, 2),
                                c.absent(),
                                c.absent(),
                                c.ints(1, 2, 4, 6, 4))));
    }

    private static RuleCase upsampled(String name, long[] size, long[] weight, Object... attributes) {
        return rule(
                "Resize and Conv, " + name,
                c -> c.op(
                        "Conv",
                        Attributes.of(attributes),
                        c.op(
                                "Resize",
                                Attributes.of("mode", "nearest"),
                                c.x(2, 16, 3, 2),
                                c.absent(),
                                c.absent(),
                                c.ints(2, 16, size[0], size[1])),
                        c.fixed(weight),
                        c.fixed(weight[0])));
    }

    private static Stream<RuleCase> fused() {
        return Stream.of(
                upsampled("×2 and 3×3", new long[] {6, 4}, new long[] {3, 16, 3, 3}, "pads", new long[] {1, 1, 1, 1}),
                upsampled(
                        "×3 by ×2, grouped",
                        new long[] {9, 4},
                        new long[] {4, 8, 3, 2},
                        "group",
                        2,
                        "pads",
                        new long[] {1, 0, 2, 1}),
                upsampled("×2 and 1×1", new long[] {6, 4}, new long[] {3, 16, 1, 1}),
                upsampled("×2 and stride 2, apart", new long[] {6, 4}, new long[] {3, 16, 3, 3}, "strides", new long[] {
                    2, 2
                }),
                upsampled("×2 and wide pads, apart", new long[] {6, 4}, new long[] {3, 16, 2, 2}, "pads", new long[] {
                    2, 2, 2, 2
                }));
    }
}
