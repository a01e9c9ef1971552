package dev.psld.autodiff;

import static dev.psld.autodiff.RuleCase.rule;

import dev.psld.graph.Attributes;
import java.util.List;
import java.util.stream.Stream;

/** Cases of convolutions and poolings. */
final class WindowCases {
    private WindowCases() {}

    static Stream<RuleCase> all() {
        return Stream.of(convolutions(), transposed(), pools()).flatMap(s -> s);
    }

    private static RuleCase conv(String name, long[] x, long[] w, Object... attributes) {
        return rule("Conv " + name, c -> c.op("Conv", Attributes.of(attributes), c.x(x), c.fixed(w), c.fixed(w[0])));
    }

    private static long[] d(long... dims) {
        return dims;
    }

    private static Stream<RuleCase> convolutions() {
        return Stream.of(
                conv("3×3", d(1, 2, 5, 6), d(3, 2, 3, 3), "pads", d(1, 1, 1, 1)),
                rule("Conv whose weight is made of its input, stride with a remainder", c -> {
                    String x = c.x(1, 2, 6, 6);
                    String weight = c.op("Reshape", x, c.ints(4, 2, 3, 3));
                    return c.op("Conv", Attributes.of("strides", d(2, 2)), x, weight);
                }),
                rule(
                        "Conv by its weight, stride with a remainder inside the padding",
                        c -> c.op(
                                "Conv",
                                Attributes.of("strides", d(3, 2), "pads", d(1, 1, 1, 1)),
                                c.x(1, 2, 7, 5),
                                c.x(2, 2, 2, 2))),
                conv("3×3 flipped", d(2, 16, 4, 3), d(3, 16, 3, 3), "pads", d(1, 1, 1, 1)),
                conv("3×2 flipped, uneven pads", d(1, 17, 4, 5), d(2, 17, 3, 2), "pads", d(0, 1, 2, 0)),
                conv("dilated flipped", d(1, 16, 7, 7), d(2, 16, 3, 3), "dilations", d(2, 3), "pads", d(2, 1, 2, 3)),
                conv("grouped flipped", d(1, 16, 4, 4), d(6, 8, 3, 3), "group", 2, "pads", d(1, 1, 1, 1)),
                conv("depthwise flipped", d(1, 16, 4, 4), d(16, 1, 3, 3), "group", 16),
                conv("pads wider than the kernel", d(1, 16, 3, 3), d(2, 16, 2, 2), "pads", d(3, 3, 3, 3)),
                conv(
                        "stride 2, pads (0,1,0,1)",
                        d(1, 3, 6, 7),
                        d(4, 3, 3, 3),
                        "strides",
                        d(2, 2),
                        "pads",
                        d(0, 0, 1, 1)),
                conv("stride 2 that leaves a row over", d(1, 2, 8, 7), d(2, 2, 3, 3), "strides", d(2, 2)),
                conv(
                        "stride 3 and 2, dilated, grouped",
                        d(2, 4, 9, 8),
                        d(6, 2, 2, 3),
                        "strides",
                        d(3, 2),
                        "dilations",
                        d(2, 2),
                        "group",
                        2,
                        "pads",
                        d(1, 2, 0, 1)),
                conv("1×1", d(2, 16, 3, 4), d(5, 16, 1, 1)),
                conv("1×1 stride 2", d(1, 3, 5, 6), d(2, 3, 1, 1), "strides", d(2, 2)),
                conv("SAME_UPPER", d(1, 2, 5, 6), d(3, 2, 3, 2), "auto_pad", "SAME_UPPER", "strides", d(2, 2)),
                conv("SAME_LOWER", d(1, 2, 5, 6), d(3, 2, 4, 3), "auto_pad", "SAME_LOWER"),
                conv("with its kernel's shape", d(1, 2, 5, 6), d(3, 2, 3, 2), "kernel_shape", d(3, 2)),
                conv("SAME_UPPER dilated", d(1, 2, 7, 6), d(3, 2, 3, 2), "auto_pad", "SAME_UPPER", "dilations", d(2, 3))
                        // ONNX Runtime has no kernel for dilation with automatic pads.
                        .withoutOrt(),
                conv("VALID", d(1, 2, 5, 6), d(3, 2, 3, 2), "auto_pad", "VALID"),
                conv("1 axis", d(2, 3, 9), d(4, 3, 3), "strides", d(2), "pads", d(1, 0)),
                conv("1 axis flipped", d(1, 16, 9), d(4, 16, 3), "pads", d(1, 1)),
                conv("3 axes", d(1, 2, 4, 3, 5), d(3, 2, 2, 3, 2), "pads", d(0, 1, 1, 1, 1, 0), "strides", d(1, 2, 2)),
                rule(
                        "Conv by a computed weight",
                        c -> c.op("Conv", c.x(1, 16, 4, 4), c.op("Neg", c.fixed(2, 16, 2, 2)))),
                rule(
                        "Conv by its weight and bias",
                        c -> c.op(
                                "Conv",
                                Attributes.of("pads", d(1, 0, 1, 2)),
                                c.fixed(2, 3, 5, 4),
                                c.x(2, 3, 3, 2),
                                c.x(2))),
                rule(
                        "Conv by its weight, strided, dilated, grouped",
                        c -> c.op(
                                "Conv",
                                Attributes.of(
                                        "strides", d(2, 3), "dilations", d(2, 1), "group", 2, "pads", d(1, 1, 0, 1)),
                                c.x(2, 4, 8, 9),
                                c.x(6, 2, 2, 3),
                                c.x(6))));
    }

    private static RuleCase transpose(String name, long[] x, long[] w, Object... attributes) {
        return rule("ConvTranspose " + name, c -> c.op("ConvTranspose", Attributes.of(attributes), c.x(x), c.fixed(w)));
    }

    private static Stream<RuleCase> transposed() {
        return Stream.of(
                transpose("plain", d(1, 2, 4, 3), d(2, 3, 3, 2)),
                transpose(
                        "stride 2, output padding",
                        d(1, 2, 4, 3),
                        d(2, 3, 3, 3),
                        "strides",
                        d(2, 2),
                        "pads",
                        d(1, 1, 1, 1),
                        "output_padding",
                        d(1, 0)),
                transpose(
                        "grouped, dilated",
                        d(2, 4, 3, 3),
                        d(4, 2, 2, 2),
                        "group",
                        2,
                        "dilations",
                        d(2, 1),
                        "strides",
                        d(1, 3)),
                transpose("output shape", d(1, 2, 4, 3), d(2, 3, 3, 3), "strides", d(2, 2), "output_shape", d(8, 6)),
                transpose("SAME_UPPER", d(1, 2, 4, 3), d(2, 3, 3, 3), "strides", d(2, 2), "auto_pad", "SAME_UPPER"),
                transpose("SAME_LOWER", d(1, 2, 4, 3), d(2, 3, 3, 4), "strides", d(3, 2), "auto_pad", "SAME_LOWER"),
                transpose("VALID", d(1, 2, 4, 3), d(2, 3, 3, 3), "strides", d(2, 2), "auto_pad", "VALID"),
                transpose(
                        "output shape and SAME_UPPER",
                        d(1, 2, 4, 3),
                        d(2, 3, 3, 3),
                        "strides",
                        d(2, 2),
                        "output_shape",
                        d(8, 6),
                        "auto_pad",
                        "SAME_UPPER",
                        "kernel_shape",
                        d(3, 3)),
                transpose("wide pads", d(1, 2, 4, 3), d(2, 3, 3, 3), "pads", d(2, 1, 1, 2)),
                transpose(
                        "3 axes",
                        d(1, 2, 3, 2, 2),
                        d(2, 2, 2, 3, 2),
                        "strides",
                        d(2, 1, 2),
                        "output_padding",
                        d(1, 0, 0)),
                transpose("1 axis", d(1, 2, 5), d(2, 3, 4), "strides", d(3), "pads", d(1, 2)),
                rule(
                        "ConvTranspose by its weight and bias",
                        c -> c.op(
                                "ConvTranspose",
                                Attributes.of("strides", d(2, 1), "pads", d(1, 0, 0, 1), "group", 2),
                                c.x(2, 4, 3, 4),
                                c.x(4, 3, 3, 2),
                                c.x(6))));
    }

    private static RuleCase pool(String op, String name, long[] x, Object... attributes) {
        return rule(op + " " + name, c -> c.op(op, Attributes.of(attributes), c.x(x)));
    }

    private static Stream<RuleCase> pools() {
        return Stream.of(
                pool("AveragePool", "that tiles", d(1, 2, 4, 6), "kernel_shape", d(2, 3), "strides", d(2, 3)),
                pool(
                        "AveragePool",
                        "that leaves a row over",
                        d(1, 2, 5, 6),
                        "kernel_shape",
                        d(2, 2),
                        "strides",
                        d(2, 2)),
                pool("AveragePool", "overlapping", d(2, 2, 5, 6), "kernel_shape", d(3, 2), "strides", d(1, 1)),
                pool(
                        "AveragePool",
                        "padded",
                        d(1, 2, 5, 6),
                        "kernel_shape",
                        d(3, 3),
                        "strides",
                        d(2, 2),
                        "pads",
                        d(1, 1, 1, 1)),
                pool(
                        "AveragePool",
                        "that counts pads",
                        d(1, 2, 5, 6),
                        "kernel_shape",
                        d(3, 3),
                        "strides",
                        d(2, 2),
                        "pads",
                        d(1, 1, 1, 1),
                        "count_include_pad",
                        1),
                pool(
                        "AveragePool",
                        "rounding up",
                        d(1, 1, 6, 7),
                        "kernel_shape",
                        d(3, 2),
                        "strides",
                        d(2, 2),
                        "ceil_mode",
                        1),
                pool(
                        "AveragePool",
                        "SAME_UPPER",
                        d(1, 1, 6, 7),
                        "kernel_shape",
                        d(3, 2),
                        "strides",
                        d(2, 2),
                        "auto_pad",
                        "SAME_UPPER"),
                pool("AveragePool", "dilated", d(1, 2, 7, 6), "kernel_shape", d(2, 2), "dilations", d(2, 3))
                        .opset(19),
                pool("AveragePool", "1 axis", d(1, 2, 7), "kernel_shape", d(3), "pads", d(0, 1)),
                pool("AveragePool", "3 axes", d(1, 2, 4, 2, 4), "kernel_shape", d(2, 2, 2), "strides", d(2, 2, 2)),
                pool("MaxPool", "that tiles", d(1, 2, 4, 6), "kernel_shape", d(2, 3), "strides", d(2, 3)),
                pool("MaxPool", "overlapping, padded", d(2, 2, 5, 6), "kernel_shape", d(3, 3), "pads", d(1, 1, 1, 1)),
                pool(
                        "MaxPool",
                        "dilated, rounding up",
                        d(1, 2, 8, 7),
                        "kernel_shape",
                        d(2, 2),
                        "dilations",
                        d(2, 2),
                        "strides",
                        d(2, 2),
                        "ceil_mode",
                        1),
                pool(
                        "AveragePool",
                        "SAME_LOWER that counts pads",
                        d(1, 1, 5, 7),
                        "kernel_shape",
                        d(2, 4),
                        "auto_pad",
                        "SAME_LOWER",
                        "count_include_pad",
                        1),
                pool("AveragePool", "VALID", d(1, 1, 5, 7), "kernel_shape", d(2, 3), "auto_pad", "VALID"),
                pool(
                                "AveragePool",
                                "dilated, padded, counting pads, rounding up",
                                d(1, 2, 7, 6),
                                "kernel_shape",
                                d(2, 3),
                                "dilations",
                                d(2, 2),
                                "pads",
                                d(1, 1, 0, 2),
                                "strides",
                                d(2, 1),
                                "count_include_pad",
                                1,
                                "ceil_mode",
                                1)
                        .since(19),
                pool(
                        "MaxPool",
                        "SAME_UPPER",
                        d(1, 2, 6, 7),
                        "kernel_shape",
                        d(3, 2),
                        "strides",
                        d(2, 2),
                        "auto_pad",
                        "SAME_UPPER"),
                pool("MaxPool", "SAME_LOWER", d(2, 1, 5, 5), "kernel_shape", d(2, 4), "auto_pad", "SAME_LOWER"),
                pool("MaxPool", "VALID", d(1, 1, 5, 7), "kernel_shape", d(2, 3), "auto_pad", "VALID"),
                pool(
                        "MaxPool",
                        "uneven pads, strided, rounding up",
                        d(2, 2, 7, 7),
                        "kernel_shape",
                        d(3, 2),
                        "strides",
                        d(2, 3),
                        "pads",
                        d(1, 0, 0, 1),
                        "ceil_mode",
                        1),
                pool("MaxPool", "3 axes", d(1, 2, 4, 3, 4), "kernel_shape", d(2, 2, 3), "strides", d(1, 1, 1)),
                rule("MaxPool by columns", c -> {
                    List<String> outputs = c.ops(
                            "MaxPool", 2, Attributes.of("kernel_shape", d(2, 2), "storage_order", 1), c.x(1, 2, 4, 5));
                    return outputs.get(0);
                }),
                rule("GlobalMaxPool on one axis", c -> c.op("GlobalMaxPool", c.x(2, 3, 7))),
                rule("GlobalAveragePool on three axes", c -> c.op("GlobalAveragePool", c.x(1, 2, 3, 2, 4))),
                pool("MaxPool", "1 axis", d(1, 2, 9), "kernel_shape", d(4), "strides", d(3)),
                rule("GlobalAveragePool", c -> c.op("GlobalAveragePool", c.x(2, 3, 4, 5))),
                rule("GlobalMaxPool", c -> c.op("GlobalMaxPool", c.x(2, 3, 4, 5))));
    }
}
