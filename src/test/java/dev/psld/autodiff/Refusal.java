package dev.psld.autodiff;

import dev.psld.autodiff.rule.StandardRules;
import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Something that a rule refuses on purpose. Immutable.
 *
 * @param attribute the attribute that this is about; empty where it is about inputs
 * @param when in words
 */
record Refusal(String op, String attribute, String when, long opset, Function<CaseGraph, String> body) {

    static Stream<Refusal> all() {
        return Stream.of(
                new Refusal("Attention", "qk_matmul_output_mode", "its scores in mode 1 or 2 are used", 23, c -> {
                    List<String> outputs = c.ops(
                            "Attention",
                            4,
                            Attributes.of("qk_matmul_output_mode", 1),
                            c.x(1, 2, 3, 4),
                            c.x(1, 2, 3, 4),
                            c.x(1, 2, 3, 4));
                    c.also(outputs.get(3));
                    return outputs.get(0);
                }),
                new Refusal(
                        "Attention",
                        "",
                        "nonpad_kv_seqlen is given (opset 24)",
                        24,
                        c -> c.op(
                                "Attention", c.x(1, 2, 3, 4), c.x(1, 2, 3, 4), c.x(1, 2, 3, 4), "", "", "", c.ints(2))),
                new Refusal(
                        "Attention",
                        "left_window_size",
                        "it has a sliding window (opset 25)",
                        24,
                        c -> c.op(
                                "Attention",
                                Attributes.of("left_window_size", 2),
                                c.x(1, 2, 3, 4),
                                c.x(1, 2, 3, 4),
                                c.x(1, 2, 3, 4))),
                new Refusal(
                        "Attention",
                        "right_window_size",
                        "it has a sliding window (opset 25)",
                        24,
                        c -> c.op(
                                "Attention",
                                Attributes.of("right_window_size", 2),
                                c.x(1, 2, 3, 4),
                                c.x(1, 2, 3, 4),
                                c.x(1, 2, 3, 4))),
                new Refusal("BatchNormalization", "", "the statistics of a training are used", 17, c -> {
                    List<String> outputs = c.ops(
                            "BatchNormalization",
                            3,
                            Attributes.of("training_mode", 1),
                            c.x(2, 3),
                            c.fixed(3),
                            c.fixed(3),
                            c.fixed(3),
                            c.positive(3));
                    c.also(outputs.get(1));
                    return outputs.get(0);
                }),
                new Refusal(
                        "Dropout",
                        "",
                        "training_mode may be true",
                        17,
                        c -> c.op("Dropout", c.x(3, 2), c.scalar(0.5), c.bool(true))),
                new Refusal("LayerNormalization", "", "its mean or its deviation is used", 17, c -> {
                    List<String> outputs =
                            c.ops("LayerNormalization", 3, Attributes.NONE, c.x(2, 3), c.fixed(3), c.fixed(3));
                    c.also(outputs.get(2));
                    return outputs.get(0);
                }),
                new Refusal(
                        "Pad",
                        "",
                        "the widths are computed at run time",
                        17,
                        c -> c.op("Pad", c.x(2, 3), c.op("Abs", c.ints(1, 0, 0, 1)))),
                new Refusal(
                        "Resize",
                        "",
                        "the scales are computed at run time",
                        17,
                        c -> c.op(
                                "Resize",
                                c.x(4),
                                "",
                                c.op("Abs", c.builder.constant(Tensor.floats(Shape.of(1), 1.7f))))),
                new Refusal(
                        "Resize",
                        "",
                        "the region to crop is computed at run time",
                        17,
                        c -> c.op(
                                "Resize",
                                Attributes.of("mode", "linear", "coordinate_transformation_mode", "tf_crop_and_resize"),
                                c.x(4),
                                c.op("Abs", c.fixedTo(0.1, 0.9)),
                                "",
                                c.ints(3))));
    }

    /** What the user is told. */
    String sentence() {
        RuleCase.Instance instance = RuleCase.rule(when, body).opset(opset).in(ElementType.FLOAT, opset);
        try {
            StandardRules.differentiator().differentiate(instance.graph(), instance.request(Mode.TAPE));
        } catch (DiffException e) {
            String message = String.valueOf(e.getMessage());
            return message.substring(message.indexOf(": ") + 2);
        }
        throw new AssertionError(op + " is not refused when " + when);
    }
}
