package dev.psld.autodiff;

import static dev.psld.autodiff.RuleCase.rule;

import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.util.List;
import java.util.stream.Stream;

/** Cases of the operator Attention, and of the same written out. */
final class AttentionCases {
    private AttentionCases() {}

    static Stream<RuleCase> all() {
        return Stream.concat(operator().map(c -> c.opset(23)), writtenOut());
    }

    private static RuleCase apart(String name, Object... attributes) {
        return rule(
                "Attention " + name,
                c -> c.op("Attention", Attributes.of(attributes), c.x(2, 3, 4, 5), c.x(2, 3, 6, 5), c.x(2, 3, 6, 2)));
    }

    private static RuleCase masked(String name, java.util.function.Function<CaseGraph, String> mask) {
        return rule(
                "Attention with " + name,
                c -> c.op("Attention", c.x(2, 3, 4, 5), c.x(2, 3, 6, 5), c.x(2, 3, 6, 2), mask.apply(c)));
    }

    /** A mask of choices, closed where a number is 0. */
    private static String open(CaseGraph c, Shape shape, double... open) {
        return c.op(
                "Cast",
                Attributes.of("to", ElementType.BOOL.code()),
                c.builder.constant(Tensor.real(c.type, shape, open)));
    }

    private static Stream<RuleCase> operator() {
        return Stream.of(
                apart("plain"),
                apart("scaled", "scale", 0.3),
                apart("causal", "is_causal", 1),
                apart("capped", "softcap", 0.8),
                apart("in float", "softmax_precision", 11).withoutOrt(),
                rule(
                        "Attention of packed heads",
                        c -> c.op(
                                "Attention",
                                Attributes.of("q_num_heads", 3, "kv_num_heads", 3, "is_causal", 1),
                                c.x(2, 5, 6),
                                c.x(2, 5, 6),
                                c.x(2, 5, 12))),
                rule(
                        "Attention of heads that share keys",
                        c -> c.op(
                                "Attention",
                                Attributes.of("scale", 0.7),
                                c.x(2, 6, 3, 4),
                                c.x(2, 2, 5, 4),
                                c.x(2, 2, 5, 3))),
                rule(
                        "Attention of packed heads that share keys",
                        c -> c.op(
                                "Attention",
                                Attributes.of("q_num_heads", 4, "kv_num_heads", 2),
                                c.x(1, 3, 8),
                                c.x(1, 5, 4),
                                c.x(1, 5, 6),
                                c.x(1, 4, 3, 5))),
                masked("a mask", c -> c.x(4, 6)),
                rule(
                        "Attention capped, with a mask",
                        c -> c.op(
                                "Attention",
                                Attributes.of("softcap", 0.9, "scale", 0.6),
                                c.x(2, 3, 4, 5),
                                c.x(2, 3, 6, 5),
                                c.x(2, 3, 6, 2),
                                c.x(4, 6))),
                masked("a mask for each head", c -> c.x(1, 3, 4, 6)),
                masked("a mask for each picture", c -> c.x(2, 1, 4, 6)),
                masked("a mask for all queries of a picture", c -> c.x(2, 1, 1, 6))
                        .withoutOrt(),
                masked(
                        "a choice of keys",
                        c -> open(
                                c,
                                Shape.of(4, 6),
                                1,
                                0,
                                1,
                                1,
                                0,
                                1,
                                0,
                                0,
                                0,
                                1,
                                0,
                                0,
                                1,
                                1,
                                1,
                                1,
                                1,
                                1,
                                0,
                                1,
                                1,
                                0,
                                0,
                                1)),
                rule(
                        "Attention with a mask that closes a row, causal",
                        c -> c.op(
                                "Attention",
                                Attributes.of("is_causal", 1),
                                c.x(1, 2, 3, 4),
                                c.x(1, 2, 3, 4),
                                c.x(1, 2, 3, 4),
                                open(c, Shape.of(3, 3), 0, 1, 1, 1, 1, 1, 0, 0, 1))),
                rule("Attention with a cache", c -> {
                    List<String> outputs = c.ops(
                            "Attention",
                            3,
                            Attributes.of("is_causal", 1),
                            c.x(2, 2, 3, 4),
                            c.x(2, 2, 3, 4),
                            c.x(2, 2, 3, 5),
                            "",
                            c.x(2, 2, 2, 4),
                            c.x(2, 2, 2, 5));
                    c.also(outputs.get(1));
                    c.also(outputs.get(2));
                    return outputs.get(0);
                }),
                rule("Attention whose scores are used", c -> scores(c, 0)),
                rule("Attention whose probabilities are used", c -> scores(c, 3)));
    }

    private static String scores(CaseGraph c, int mode) {
        List<String> outputs = c.ops(
                "Attention",
                4,
                Attributes.of("qk_matmul_output_mode", mode),
                c.x(1, 4, 3, 4),
                c.x(1, 2, 5, 4),
                c.x(1, 2, 5, 2));
        c.also(outputs.get(3));
        return outputs.get(0);
    }

    private static Stream<RuleCase> writtenOut() {
        return Stream.of(
                rule("attention", c -> {
                    String q = c.x(1, 2, 4, 3);
                    String k = c.x(1, 2, 5, 3);
                    String kt = c.op("Transpose", Attributes.of("perm", new long[] {0, 1, 3, 2}), k);
                    String logits = c.op("Mul", c.op("MatMul", q, kt), c.scalar(0.577));
                    return c.op("MatMul", c.op("Softmax", Attributes.of("axis", 3), logits), c.x(1, 2, 5, 3));
                }),
                rule("attention with a mask, scaled before", c -> {
                    String q = c.op("Mul", c.x(2, 4, 3), c.scalar(0.7));
                    String kt = c.op("Transpose", Attributes.of("perm", new long[] {0, 2, 1}), c.x(2, 5, 3));
                    String logits = c.op("Add", c.op("MatMul", q, kt), c.x(4, 5));
                    String p = c.op("Softmax", Attributes.of("axis", 2), logits);
                    return c.op("MatMul", p, c.x(2, 5, 2));
                }));
    }
}
