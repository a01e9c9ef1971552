package dev.psld.autodiff;

import static dev.psld.autodiff.RuleCase.rule;

import dev.psld.graph.Attributes;
import java.util.List;
import java.util.stream.Stream;

/** Cases of operators that move elements about. */
final class LayoutCases {
    private LayoutCases() {}

    static Stream<RuleCase> all() {
        return Stream.of(shapes(), pieces(), pads()).flatMap(s -> s);
    }

    private static long[] d(long... dims) {
        return dims;
    }

    private static Stream<RuleCase> shapes() {
        return Stream.of(
                rule("Reshape", c -> c.op("Reshape", c.x(2, 3, 4), c.ints(0, -1))),
                rule(
                        "Reshape with zeros",
                        c -> c.op("Reshape", Attributes.of("allowzero", 1), c.x(2, 3, 4), c.ints(6, -1))),
                rule("Flatten of all", c -> c.op("Flatten", c.x(2, 3, 4))),
                rule("Flatten from the end", c -> c.op("Flatten", Attributes.of("axis", -1), c.x(2, 3, 4))),
                rule("Squeeze of all", c -> c.op("Squeeze", c.x(2, 1, 3, 1))),
                rule("Concat of scalars as vectors", c -> c.op("Concat", Attributes.of("axis", 0), c.x(1), c.x(3))),
                rule("Flatten", c -> c.op("Flatten", Attributes.of("axis", 2), c.x(2, 3, 4))),
                rule("Squeeze", c -> c.op("Squeeze", c.x(2, 1, 3, 1), c.ints(1, -1))),
                rule("Squeeze by attribute", c -> c.op("Squeeze", Attributes.of("axes", d(1)), c.x(2, 1, 3)))
                        .opset(11),
                rule("Unsqueeze", c -> c.op("Unsqueeze", c.x(2, 3), c.ints(0, -1))),
                rule("Unsqueeze by attribute", c -> c.op("Unsqueeze", Attributes.of("axes", d(1)), c.x(2, 3)))
                        .opset(11),
                rule("Transpose", c -> c.op("Transpose", Attributes.of("perm", d(2, 0, 3, 1)), c.x(2, 3, 4, 5))),
                rule("Transpose reversed", c -> c.op("Transpose", c.x(2, 3, 4))),
                rule("Expand", c -> c.op("Expand", c.x(3, 1), c.ints(2, 1, 4))),
                rule("Expand of a scalar", c -> c.op("Expand", c.x(), c.ints(2, 3))),
                rule("Tile", c -> c.op("Tile", c.x(2, 3), c.ints(3, 2))),
                rule("Tile once", c -> c.op("Tile", c.x(2, 3), c.ints(1, 2))),
                rule("DepthToSpace", c -> c.op("DepthToSpace", Attributes.of("blocksize", 2), c.x(1, 8, 2, 3))),
                rule(
                        "DepthToSpace by columns",
                        c -> c.op("DepthToSpace", Attributes.of("blocksize", 2, "mode", "CRD"), c.x(2, 8, 2, 3))),
                rule("SpaceToDepth", c -> c.op("SpaceToDepth", Attributes.of("blocksize", 2), c.x(1, 2, 4, 6))));
    }

    private static RuleCase slice(String name, long[] starts, long[] ends, long[] axes, long[] steps) {
        return rule(
                "Slice " + name,
                c -> c.op("Slice", c.x(4, 7, 5), c.ints(starts), c.ints(ends), c.ints(axes), c.ints(steps)));
    }

    private static Stream<RuleCase> pieces() {
        return Stream.of(
                rule("Concat", c -> c.op("Concat", Attributes.of("axis", 1), c.x(2, 3), c.x(2, 1), c.x(2, 2))),
                rule(
                        "Concat with a constant",
                        c -> c.op("Concat", Attributes.of("axis", -1), c.x(2, 3), c.fixed(2, 1), c.x(2, 2))),
                rule("Concat of old", c -> c.op("Concat", Attributes.of("axis", 0), c.x(2, 3), c.x(1, 3)))
                        .opset(12),
                rule("Concat of the same twice", c -> {
                    String x = c.x(2, 3);
                    return c.op("Concat", Attributes.of("axis", 0), x, x);
                }),
                rule("Split into all", c -> {
                    List<String> parts = c.ops("Split", 3, Attributes.of("axis", 1), c.x(2, 6), c.ints(1, 3, 2));
                    c.also(parts.get(0));
                    c.also(parts.get(1));
                    return parts.get(2);
                }),
                rule(
                        "Split of which one is used",
                        c -> c.ops("Split", 3, Attributes.of("axis", 1), c.x(2, 6), c.ints(1, 3, 2))
                                .get(1)),
                rule("Split of which two are used", c -> {
                            List<String> parts = c.ops("Split", 3, Attributes.of("axis", 1), c.x(2, 6));
                            c.also(parts.get(2));
                            return parts.get(0);
                        })
                        .until(17),
                rule("Split of old", c -> {
                            List<String> parts =
                                    c.ops("Split", 2, Attributes.of("axis", 0, "split", d(1, 2)), c.x(3, 2));
                            c.also(parts.get(1));
                            return parts.get(0);
                        })
                        .opset(11),
                rule("Split into as many", c -> {
                            List<String> parts =
                                    c.ops("Split", 3, Attributes.of("axis", -1, "num_outputs", 3), c.x(2, 7));
                            c.also(parts.get(2));
                            return parts.get(1);
                        })
                        .opset(18),
                slice("forward", d(1, 2), d(3, 100), d(0, 2), d(1, 1)),
                slice("from the end", d(-3), d(-1), d(1), d(1)),
                slice("by twos", d(1), d(7), d(1), d(2)),
                slice("by twos and threes", d(0, 1), d(4, 6), d(0, 1), d(2, 3)),
                slice("backwards", d(-1), d(Long.MIN_VALUE + 1), d(1), d(-1)),
                slice("backwards by threes", d(5, 3), d(0, -100), d(1, 2), d(-3, -2)),
                rule("Slice of leading axes", c -> c.op("Slice", c.x(4, 5), c.ints(1, 1), c.ints(3, 4))),
                rule("chunks by two slices", c -> {
                    String x = c.x(2, 6);
                    String a = c.op("Slice", x, c.ints(0), c.ints(3), c.ints(1));
                    String b = c.op("Slice", x, c.ints(3), c.ints(6), c.ints(1));
                    return c.op("Mul", a, c.op("Sigmoid", b));
                }));
    }

    private static RuleCase pad(String mode, long... pads) {
        return rule(
                "Pad " + mode + " " + java.util.Arrays.toString(pads),
                c -> c.op("Pad", Attributes.of("mode", mode), c.x(2, 4, 5), c.ints(pads)));
    }

    private static Stream<RuleCase> pads() {
        return Stream.of(
                pad("constant", 0, 1, 2, 0, 3, 0),
                pad("constant", 0, -1, 2, 1, 0, -2),
                pad("constant", 0, 0, -1, 0, 0, -1),
                rule("Pad with a value", c -> c.op("Pad", c.x(2, 3), c.ints(1, 0, 0, 1), c.scalar(3))),
                rule("Pad of some axes", c -> c.op("Pad", c.x(2, 3, 4), c.ints(1, 2), "", c.ints(-1)))
                        .opset(18),
                rule("Pad of a constant by its value", c -> c.op("Pad", c.fixed(2, 3), c.ints(1, 0, 0, 2), c.x())),
                rule("Pad by its value", c -> c.op("Pad", c.x(2, 3), c.ints(1, 0, -1, 2), c.x())),
                rule(
                                "Pad by its value, of some axes",
                                c -> c.op("Pad", c.x(2, 3, 2), c.ints(1, 0, 2, 1), c.x(), c.ints(-1, 0)))
                        .since(18),
                pad("reflect", 0, 1, 2, 0, -1, 1),
                pad("edge", 0, -1, 2, 1, -1, 0),
                pad("edge", 0, -1, -2, 0, 1, 3),
                rule(
                                "Pad reflect of some axes",
                                c -> c.op(
                                        "Pad",
                                        Attributes.of("mode", "reflect"),
                                        c.x(2, 3, 4),
                                        c.ints(1, 2, 2, 1),
                                        "",
                                        c.ints(1, -1)))
                        .since(18),
                pad("reflect", 0, 0, 2, 0, 0, 4),
                pad("reflect", 0, 3, 1, 0, 2, 0),
                pad("edge", 0, 3, 1, 0, 2, 7),
                pad("edge", 1, 0, 0, 0, 2, 0),
                rule(
                                "Pad wrap",
                                c -> c.op("Pad", Attributes.of("mode", "wrap"), c.x(2, 4, 5), c.ints(0, 3, 1, 0, 2, 5)))
                        .since(19),
                rule(
                                "Pad wrap, wider than the input",
                                c -> c.op("Pad", Attributes.of("mode", "wrap"), c.x(2, 3), c.ints(0, 4, 5, 7)))
                        .since(19)
                        // ONNX Runtime 1.29 reads beyond the input there: its result changes from run to run.
                        .withoutOrt(),
                rule(
                                "Pad reflect, wider than the input",
                                c -> c.op("Pad", Attributes.of("mode", "reflect"), c.x(2, 3), c.ints(1, 4, 3, 7)))
                        // ONNX Runtime refuses it.
                        .withoutOrt(),
                rule(
                                "Pad wrap, cropped",
                                c -> c.op("Pad", Attributes.of("mode", "wrap"), c.x(4, 5), c.ints(-1, 2, 2, -1)))
                        .since(19));
    }
}
