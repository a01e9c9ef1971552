package dev.psld.autodiff;

import static dev.psld.autodiff.RuleCase.rule;

import dev.psld.graph.Attributes;
import dev.psld.graph.Shape;
import java.util.List;
import java.util.stream.Stream;

/** Cases of losses, and of norms and poolings by powers. */
final class LossCases {
    private LossCases() {}

    static Stream<RuleCase> all() {
        return Stream.of(losses(), norms()).flatMap(s -> s);
    }

    private static long[] d(long... dims) {
        return dims;
    }

    private static Stream<RuleCase> losses() {
        return Stream.of(
                rule("SoftmaxCrossEntropyLoss", c -> c.op("SoftmaxCrossEntropyLoss", c.x(3, 5), c.ints(4, 0, 2)))
                        .since(12),
                rule("SoftmaxCrossEntropyLoss weighted, with its probabilities", c -> {
                            List<String> outputs = c.ops(
                                    "SoftmaxCrossEntropyLoss",
                                    2,
                                    Attributes.of("ignore_index", 1),
                                    c.x(2, 3, 4),
                                    c.ints(Shape.of(2, 4), 0, 1, 2, 1, 2, 2, 0, 1),
                                    c.within(0.5, 2, 3));
                            c.also(outputs.get(1));
                            return outputs.get(0);
                        })
                        .since(12),
                rule(
                                "SoftmaxCrossEntropyLoss of each",
                                c -> c.op(
                                        "SoftmaxCrossEntropyLoss",
                                        Attributes.of("reduction", "none"),
                                        c.x(2, 3, 2, 2),
                                        c.ints(Shape.of(2, 2, 2), 0, 1, 2, 1, 2, 2, 0, 1)))
                        .since(12),
                rule("NegativeLogLikelihoodLoss", c -> c.op("NegativeLogLikelihoodLoss", c.x(3, 5), c.ints(4, 0, 2)))
                        .since(12),
                rule(
                                "NegativeLogLikelihoodLoss summed, weighted",
                                c -> c.op(
                                        "NegativeLogLikelihoodLoss",
                                        Attributes.of("reduction", "sum", "ignore_index", 2),
                                        c.x(2, 3, 4),
                                        c.ints(Shape.of(2, 4), 0, 1, 2, 1, 2, 2, 0, 1),
                                        c.within(0.5, 2, 3)))
                        .since(12),
                rule("mean by weights written out", c -> {
                            String w = c.within(0.5, 2, 3, 4);
                            return c.op(
                                    "Div",
                                    c.op("ReduceSum", c.op("Mul", w, c.x(3, 4)), c.ints(1)),
                                    c.op("ReduceSum", w, c.ints(1)));
                        })
                        .since(13),
                rule(
                                "NegativeLogLikelihoodLoss of each",
                                c -> c.op(
                                        "NegativeLogLikelihoodLoss",
                                        Attributes.of("reduction", "none"),
                                        c.x(2, 3, 2),
                                        c.ints(Shape.of(2, 2), 0, 1, 2, 1)))
                        .since(12));
    }

    private static Stream<RuleCase> norms() {
        return Stream.of(
                rule("LpNormalization", c -> c.op("LpNormalization", c.x(2, 5))),
                rule(
                        "LpNormalization by absolute values",
                        c -> c.op("LpNormalization", Attributes.of("p", 1, "axis", 0), c.x(4, 3))),
                rule(
                        "LpPool",
                        c -> c.op(
                                "LpPool",
                                Attributes.of("kernel_shape", d(2, 3), "strides", d(1, 2), "pads", d(1, 0, 0, 1)),
                                c.x(2, 2, 4, 5))),
                rule(
                        "LpPool by absolute values",
                        c -> c.op("LpPool", Attributes.of("kernel_shape", d(2), "p", 1), c.x(1, 2, 5))),
                rule(
                        "LpPool of the third power, padded by itself",
                        c -> c.op(
                                "LpPool",
                                Attributes.of("kernel_shape", d(3), "p", 3, "auto_pad", "SAME_UPPER", "strides", d(2)),
                                c.x(1, 2, 5))),
                rule(
                                "LpPool with everything",
                                c -> c.op(
                                        "LpPool",
                                        Attributes.of(
                                                "kernel_shape",
                                                d(2),
                                                "dilations",
                                                d(2),
                                                "ceil_mode",
                                                1,
                                                "strides",
                                                d(2)),
                                        c.x(1, 2, 6)))
                        .since(18),
                rule("GlobalLpPool", c -> c.op("GlobalLpPool", Attributes.of("p", 3), c.x(2, 3, 2, 2)))
                        .until(21),
                rule("GlobalLpPool by default", c -> c.op("GlobalLpPool", c.x(2, 3, 4)))
                        .until(21),
                rule("MeanVarianceNormalization", c -> c.op("MeanVarianceNormalization", c.x(2, 3, 2, 4))),
                rule(
                        "MeanVarianceNormalization along axes",
                        c -> c.op("MeanVarianceNormalization", Attributes.of("axes", d(1)), c.x(3, 5))));
    }
}
