package dev.psld.autodiff;

import static dev.psld.autodiff.RuleCase.rule;

import dev.psld.graph.Attributes;
import java.util.stream.Stream;

/** Cases of normalisations and softmax. */
final class NormalisationCases {
    private NormalisationCases() {}

    static Stream<RuleCase> all() {
        return Stream.of(
                rule(
                        "InstanceNormalization",
                        c -> c.op(
                                "InstanceNormalization",
                                Attributes.of("epsilon", 0.01),
                                c.x(2, 3, 4, 5),
                                c.fixed(3),
                                c.fixed(3))),
                rule("InstanceNormalization by all", c -> c.op("InstanceNormalization", c.x(2, 3, 7), c.x(3), c.x(3))),
                rule("group norm as exported", c -> {
                    String groups = c.op("Reshape", c.x(2, 6, 3, 5), c.ints(0, 2, -1));
                    String ones = c.op("Expand", c.scalar(1), c.ints(2));
                    String zeros = c.op("Expand", c.scalar(0), c.ints(2));
                    String normal = c.op("InstanceNormalization", groups, ones, zeros);
                    String back = c.op("Reshape", normal, c.ints(2, 6, 3, 5));
                    String z = c.op("Add", c.op("Mul", back, c.fixed(6, 1, 1)), c.fixed(6, 1, 1));
                    return c.op("Mul", z, c.op("Sigmoid", z));
                }),
                rule(
                                "GroupNormalization",
                                c -> c.op(
                                        "GroupNormalization",
                                        Attributes.of("num_groups", 2),
                                        c.x(2, 6, 3, 5),
                                        c.x(2),
                                        c.x(2)))
                        .opset(18),
                rule(
                                "GroupNormalization by channels",
                                c -> c.op(
                                        "GroupNormalization",
                                        Attributes.of("num_groups", 2),
                                        c.x(2, 6, 3, 5),
                                        c.x(6),
                                        c.x(6)))
                        .opset(21),
                rule("LayerNormalization", c -> c.op("LayerNormalization", c.x(2, 3, 6), c.x(6), c.x(6))),
                rule(
                        "LayerNormalization over two axes",
                        c -> c.op(
                                "LayerNormalization",
                                Attributes.of("axis", 1, "epsilon", 0.1),
                                c.x(2, 3, 4),
                                c.x(3, 4))),
                rule("RMSNormalization", c -> c.op("RMSNormalization", Attributes.of("axis", -1), c.x(2, 3, 6), c.x(6)))
                        .opset(23)
                        .withoutOrt(),
                rule(
                        "BatchNormalization",
                        c -> c.op(
                                "BatchNormalization",
                                Attributes.of("epsilon", 0.1),
                                c.x(2, 3, 4, 2),
                                c.fixed(3),
                                c.fixed(3),
                                c.fixed(3),
                                c.positive(3))),
                rule(
                        "BatchNormalization by scale, shift and mean",
                        c -> c.op("BatchNormalization", c.x(2, 3, 4), c.x(3), c.x(3), c.x(3), c.positive(3))),
                rule("Softmax", c -> c.op("Softmax", c.x(2, 3, 5))),
                rule("Softmax in the middle", c -> c.op("Softmax", Attributes.of("axis", 1), c.x(2, 3, 5))),
                rule("Softmax of old", c -> c.op("Softmax", c.x(2, 3, 2))).opset(12),
                rule("LogSoftmax", c -> c.op("LogSoftmax", Attributes.of("axis", 0), c.x(4, 3))),
                rule("attention", c -> {
                    String q = c.x(1, 2, 4, 3);
                    String k = c.x(1, 2, 5, 3);
                    String kt = c.op("Transpose", Attributes.of("perm", new long[] {0, 1, 3, 2}), k);
                    String logits = c.op("Mul", c.op("MatMul", q, kt), c.scalar(0.577));
                    return c.op("MatMul", c.op("Softmax", logits), c.x(1, 2, 5, 3));
                }));
    }
}
