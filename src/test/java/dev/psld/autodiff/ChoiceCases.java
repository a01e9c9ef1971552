package dev.psld.autodiff;

import static dev.psld.autodiff.RuleCase.rule;

import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.nio.ByteBuffer;
import java.util.stream.Stream;

/** Cases of operators that choose, turn round, crop and put back elements, and of determinants. */
final class ChoiceCases {
    private ChoiceCases() {}

    static Stream<RuleCase> all() {
        return Stream.of(chosen(), placed()).flatMap(s -> s);
    }

    private static long[] d(long... dims) {
        return dims;
    }

    private static Stream<RuleCase> chosen() {
        return Stream.of(
                rule(
                        "TopK",
                        c -> c.ops("TopK", 2, Attributes.NONE, c.x(3, 5), c.ints(2))
                                .get(0)),
                rule(
                        "TopK of the least along the first axis",
                        c -> c.ops("TopK", 2, Attributes.of("axis", 0, "largest", 0, "sorted", 1), c.x(4, 3), c.ints(3))
                                .get(0)),
                rule("Compress", c -> c.op("Compress", Attributes.of("axis", 1), c.x(2, 4, 3), bools(c, 1, 0, 1))),
                rule("Compress of all elements", c -> c.op("Compress", c.x(2, 3), bools(c, 0, 1, 1, 0, 1))),
                rule("ReverseSequence", c -> c.op("ReverseSequence", c.x(5, 3, 2), c.ints(2, 5, 1))),
                rule(
                        "ReverseSequence in batches",
                        c -> c.op(
                                "ReverseSequence",
                                Attributes.of("batch_axis", 0, "time_axis", 1),
                                c.x(2, 4, 2),
                                c.ints(3, 4))),
                rule("CenterCropPad", c -> c.op("CenterCropPad", c.x(5, 3, 4), c.ints(2, 6, 7)))
                        .opset(18),
                rule(
                                "CenterCropPad along axes",
                                c -> c.op("CenterCropPad", Attributes.of("axes", d(-1, 0)), c.x(4, 2, 3), c.ints(6, 3)))
                        .opset(18),
                determinants(1),
                determinants(2),
                determinants(4),
                rule("Det of a singular matrix", c -> c.op("Det", c.values(d(3, 3), 1, 2, 3, 2, 4, 6, 1, 0, 1))));
    }

    private static RuleCase determinants(long n) {
        return rule("Det of " + n + "×" + n, c -> c.op("Det", c.x(2, n, n)));
    }

    private static String bools(CaseGraph c, int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length);
        for (int value : values) {
            bytes.put((byte) value);
        }
        return c.builder.constant(new Tensor(ElementType.BOOL, Shape.of(values.length), bytes.flip()));
    }

    private static String bytes(CaseGraph c, ElementType type, long[] dims, int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length);
        for (int value : values) {
            bytes.put((byte) value);
        }
        return c.builder.constant(new Tensor(type, Shape.of(dims), bytes.flip()));
    }

    private static Stream<RuleCase> placed() {
        return Stream.of(
                rule(
                        "MaxUnpool",
                        c -> c.op(
                                "MaxUnpool",
                                Attributes.of("kernel_shape", d(2, 2), "strides", d(2, 2), "pads", d(0, 0, 0, 0)),
                                c.x(1, 1, 2, 2),
                                c.ints(Shape.of(1, 1, 2, 2), 5, 7, 13, 10))),
                rule(
                        "MaxUnpool to a given shape",
                        c -> c.op(
                                "MaxUnpool",
                                Attributes.of("kernel_shape", d(2), "strides", d(2)),
                                c.x(1, 2, 2),
                                c.ints(Shape.of(1, 2, 2), 1, 3, 6, 9),
                                c.ints(1, 2, 5))),
                rule("TensorScatter", c -> c.op("TensorScatter", c.x(2, 3, 5, 2), c.x(2, 3, 2, 2), c.ints(1, 3)))
                        .opset(24),
                rule(
                                "TensorScatter in a ring",
                                c -> c.op(
                                        "TensorScatter",
                                        Attributes.of("mode", "circular", "axis", 1),
                                        c.x(2, 4, 2),
                                        c.x(2, 3, 2),
                                        c.ints(3, 2)))
                        .opset(24),
                rule("TensorScatter from the start", c -> c.op("TensorScatter", c.x(1, 4, 2), c.x(1, 2, 2)))
                        .opset(24),
                rule("Col2Im", c -> c.op("Col2Im", c.x(2, 12, 12), c.ints(4, 5), c.ints(2, 2)))
                        .opset(18),
                rule(
                                "Col2Im with everything",
                                c -> c.op(
                                        "Col2Im",
                                        Attributes.of("strides", d(2, 1), "dilations", d(1, 2), "pads", d(1, 0, 0, 1)),
                                        c.x(1, 6, 12),
                                        c.ints(6, 5),
                                        c.ints(3, 2)))
                        .opset(18),
                rule(
                                "DequantizeLinear by its scale",
                                c -> c.op(
                                        "DequantizeLinear",
                                        bytes(c, ElementType.INT8, d(2, 3), 1, -2, 3, 40, 5, -60),
                                        c.x(),
                                        bytes(c, ElementType.INT8, d(), 3)))
                        .withoutOrt(),
                rule(
                                "DequantizeLinear by scales of an axis",
                                c -> c.op(
                                        "DequantizeLinear",
                                        Attributes.of("axis", 1),
                                        bytes(c, ElementType.INT8, d(2, 3), 1, -2, 3, 40, 5, -60),
                                        c.x(3),
                                        bytes(c, ElementType.INT8, d(3), 3, 0, -1)))
                        .opset(13)
                        .withoutOrt(),
                rule(
                                "DequantizeLinear by scales of blocks",
                                c -> c.op(
                                        "DequantizeLinear",
                                        Attributes.of("axis", 1, "block_size", 2),
                                        bytes(c, ElementType.INT8, d(2, 4), 1, -2, 3, 40, 5, -60, 7, 8),
                                        c.x(2, 2)))
                        .since(21)
                        .withoutOrt());
    }
}
