package dev.psld.autodiff;

import static dev.psld.autodiff.RuleCase.rule;

import dev.psld.graph.Attributes;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
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
                rule("group norm and SiLU as exported", c -> {
                    String z = groupNorm(c, c.x(2, 6, 3, 5));
                    return c.op("Mul", z, c.op("Sigmoid", z));
                }),
                rule("SiLU, factors exchanged, and group norm", c -> {
                    String z = groupNorm(c, c.x(1, 4, 3, 5));
                    return c.op("Neg", c.op("Mul", c.op("Sigmoid", z), z));
                }),
                rule("group norm alone, as exported", c -> groupNorm(c, c.x(2, 4, 3, 5))),
                rule("group norm whose result is used beside", c -> {
                    String z = groupNorm(c, c.x(1, 4, 2, 5));
                    c.also(z);
                    return c.op("Mul", z, c.op("Sigmoid", z));
                }),
                rule("group norm of large values", c -> groupNorm(c, c.within(-900, 900, 1, 4, 3, 5))),
                rule(
                        "LayerNormalization of large values",
                        c -> c.op("LayerNormalization", c.within(-900, 900, 2, 3, 6), c.x(6), c.x(6))),
                rule("group norm of a large mean", c -> groupNorm(c, c.within(100, 102, 1, 4, 3, 5))),
                rule(
                                "GroupNormalization",
                                c -> c.op(
                                        "GroupNormalization",
                                        Attributes.of("num_groups", 2),
                                        c.x(2, 6, 3, 5),
                                        c.x(2),
                                        c.x(2)))
                        .opset(18)
                        .until(20),
                rule(
                                "GroupNormalization by channels",
                                c -> c.op(
                                        "GroupNormalization",
                                        Attributes.of("num_groups", 2),
                                        c.x(2, 6, 3, 5),
                                        c.x(6),
                                        c.x(6)))
                        .since(21),
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
                rule(
                        "BatchNormalization by all",
                        c -> c.op(
                                "BatchNormalization",
                                Attributes.of("momentum", 0.7),
                                c.x(2, 3, 2),
                                c.x(3),
                                c.x(3),
                                c.x(3),
                                c.within(0.5, 2, 3))),
                rule(
                                "BatchNormalization not in training",
                                c -> c.op(
                                        "BatchNormalization",
                                        Attributes.of("training_mode", 0),
                                        c.x(4, 3),
                                        c.fixed(3),
                                        c.fixed(3),
                                        c.fixed(3),
                                        c.positive(3)))
                        .opset(15),
                rule(
                                "BatchNormalization in training by all",
                                c -> c.ops(
                                                "BatchNormalization",
                                                3,
                                                Attributes.of("training_mode", 1, "epsilon", 0.1),
                                                c.x(3, 4, 5),
                                                c.x(4),
                                                c.x(4),
                                                c.x(4),
                                                c.positive(4))
                                        .get(0))
                        .since(14),
                rule(
                                "BatchNormalization in training of a matrix",
                                c -> c.ops(
                                                "BatchNormalization",
                                                3,
                                                Attributes.of("training_mode", 1),
                                                c.x(4, 3),
                                                c.fixed(3),
                                                c.fixed(3),
                                                c.fixed(3),
                                                c.positive(3))
                                        .get(0))
                        .since(14),
                rule(
                                "GroupNormalization of three axes",
                                c -> c.op(
                                        "GroupNormalization",
                                        Attributes.of("num_groups", 3, "epsilon", 0.1, "stash_type", 1),
                                        c.x(2, 6, 5),
                                        c.fixed(6),
                                        c.fixed(6)))
                        .since(21),
                rule(
                        "LayerNormalization without a shift",
                        c -> c.op("LayerNormalization", Attributes.of("stash_type", 1), c.x(2, 3, 4), c.fixed(4))),
                rule(
                        "LayerNormalization over the last of one axis",
                        c -> c.op("LayerNormalization", c.x(7), c.x(7), c.x(7))),
                rule(
                                "RMSNormalization over two axes",
                                c -> c.op(
                                        "RMSNormalization",
                                        Attributes.of("axis", 1, "epsilon", 0.1, "stash_type", 1),
                                        c.x(2, 3, 4),
                                        c.x(3, 4)))
                        .opset(23),
                rule("RMSNormalization by default", c -> c.op("RMSNormalization", c.x(2, 3, 4), c.x(4)))
                        .opset(23),
                rule("LRN by default", c -> c.op("LRN", Attributes.of("size", 5, "beta", 0.5), c.x(1, 6, 2, 2))),
                rule("LogSoftmax of all later axes", c -> c.op("LogSoftmax", Attributes.of("axis", 1), c.x(2, 3, 2))),
                rule("Softmax by default", c -> c.op("Softmax", c.x(2, 3, 2))),
                rule("LRN", c -> c.op("LRN", Attributes.of("size", 3, "alpha", 0.5, "bias", 1.5), c.x(2, 5, 2, 3))),
                rule(
                                "LRN over an even number",
                                c -> c.op("LRN", Attributes.of("size", 4, "alpha", 0.9), c.x(1, 6, 2, 2)))
                        .withoutOrt(),
                rule("Softmax", c -> c.op("Softmax", c.x(2, 3, 5))),
                rule("Softmax in the middle", c -> c.op("Softmax", Attributes.of("axis", 1), c.x(2, 3, 5))),
                rule("LogSoftmax", c -> c.op("LogSoftmax", Attributes.of("axis", 0), c.x(4, 3))));
    }

    /** Two groups, with the constants that folding leaves. */
    private static String groupNorm(CaseGraph c, String x) {
        long[] dims = c.dims(x);
        String groups = c.op("Reshape", x, c.ints(0, 2, -1));
        String ones = c.builder.constant(Tensor.filled(c.type, Shape.of(2), 1));
        String zeros = c.builder.constant(Tensor.filled(c.type, Shape.of(2), 0));
        String normal = c.op("InstanceNormalization", groups, ones, zeros);
        String back = c.op("Reshape", normal, c.ints(dims));
        return c.op("Add", c.op("Mul", back, c.fixed(dims[1], 1, 1)), c.fixed(dims[1], 1, 1));
    }
}
