package dev.psld.autodiff;

import static dev.psld.autodiff.RuleCase.rule;

import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Stream;

/** Cases of recurrent nets: x of 4 steps, a batch of 2, 3 numbers in and 2 out, unless they say otherwise. */
final class RecurrentCases {
    private RecurrentCases() {}

    static Stream<RuleCase> all() {
        return Stream.of(
                rule(
                        "RNN",
                        c -> all(c, "RNN", Attributes.of("hidden_size", 2), c.x(4, 2, 3), c.x(1, 2, 3), c.x(1, 2, 2))),
                rule(
                        "RNN both ways, of lengths, from a state",
                        c -> all(
                                c,
                                "RNN",
                                Attributes.of(
                                        "hidden_size",
                                        2,
                                        "direction",
                                        "bidirectional",
                                        "activations",
                                        List.of("Tanh", "LeakyRelu"),
                                        "activation_alpha",
                                        List.of(0.3f),
                                        "activation_beta",
                                        List.of(0f)),
                                c.x(4, 2, 3),
                                c.x(2, 2, 3),
                                c.x(2, 2, 2),
                                c.x(2, 4),
                                lengths(c, 4, 2),
                                c.x(2, 2, 2))),
                rule(
                        "RNN backwards, clipped",
                        c -> all(
                                c,
                                "RNN",
                                Attributes.of("hidden_size", 2, "direction", "reverse", "clip", 0.8),
                                c.x(3, 2, 3),
                                c.x(1, 2, 3),
                                c.x(1, 2, 2))),
                rule(
                                "RNN, batch first",
                                c -> all(
                                        c,
                                        "RNN",
                                        Attributes.of("hidden_size", 2, "layout", 1),
                                        c.x(2, 4, 3),
                                        c.x(1, 2, 3),
                                        c.x(1, 2, 2),
                                        c.x(1, 4),
                                        "",
                                        c.x(2, 1, 2)))
                        .since(14)
                        .withoutOrt(),
                rule(
                        "GRU",
                        c -> all(c, "GRU", Attributes.of("hidden_size", 2), c.x(4, 2, 3), c.x(1, 6, 3), c.x(1, 6, 2))),
                rule(
                        "GRU, reset after the product, both ways",
                        c -> all(
                                c,
                                "GRU",
                                Attributes.of("hidden_size", 2, "direction", "bidirectional", "linear_before_reset", 1),
                                c.x(3, 2, 3),
                                c.x(2, 6, 3),
                                c.x(2, 6, 2),
                                c.x(2, 12),
                                lengths(c, 3, 1),
                                c.x(2, 2, 2))),
                rule(
                        "GRU of other functions, clipped",
                        c -> all(
                                c,
                                "GRU",
                                Attributes.of(
                                        "hidden_size", 2,
                                        "clip", 3.0,
                                        "activations", List.of("Sigmoid", "LeakyRelu"),
                                        "activation_alpha", List.of(0.2f),
                                        "activation_beta", List.of(0f)),
                                c.x(3, 1, 3),
                                c.x(1, 6, 3),
                                c.x(1, 6, 2),
                                c.x(1, 12))),
                rule(
                                "GRU, batch first",
                                c -> all(
                                        c,
                                        "GRU",
                                        Attributes.of("hidden_size", 2, "layout", 1),
                                        c.x(2, 3, 3),
                                        c.x(1, 6, 3),
                                        c.x(1, 6, 2)))
                        .since(14)
                        .withoutOrt(),
                rule(
                        "LSTM",
                        c -> all(c, "LSTM", Attributes.of("hidden_size", 2), c.x(4, 2, 3), c.x(1, 8, 3), c.x(1, 8, 2))),
                rule(
                        "LSTM both ways, of lengths, from states",
                        c -> all(
                                c,
                                "LSTM",
                                Attributes.of("hidden_size", 2, "direction", "bidirectional"),
                                c.x(3, 2, 3),
                                c.x(2, 8, 3),
                                c.x(2, 8, 2),
                                c.x(2, 16),
                                lengths(c, 2, 3),
                                c.x(2, 2, 2),
                                c.x(2, 2, 2))),
                rule(
                        "LSTM with peepholes",
                        c -> all(
                                c,
                                "LSTM",
                                Attributes.of("hidden_size", 2, "clip", 2.0),
                                c.x(3, 1, 3),
                                c.x(1, 8, 3),
                                c.x(1, 8, 2),
                                c.x(1, 16),
                                "",
                                c.x(1, 1, 2),
                                c.x(1, 1, 2),
                                c.x(1, 6))),
                rule(
                                "LSTM with coupled gates of other functions",
                                c -> all(
                                        c,
                                        "LSTM",
                                        Attributes.of(
                                                "hidden_size", 2,
                                                "input_forget", 1,
                                                "activations", List.of("Sigmoid", "Softsign", "LeakyRelu"),
                                                "activation_alpha", List.of(0.4f),
                                                "activation_beta", List.of(0f)),
                                        c.x(3, 2, 3),
                                        c.x(1, 8, 3),
                                        c.x(1, 8, 2)))
                        .withoutOrt(),
                rule(
                                "LSTM, batch first",
                                c -> all(
                                        c,
                                        "LSTM",
                                        Attributes.of("hidden_size", 2, "layout", 1),
                                        c.x(2, 3, 3),
                                        c.x(1, 8, 3),
                                        c.x(1, 8, 2)))
                        .since(14)
                        .withoutOrt(),
                rule(
                        "LSTM by its last cell only",
                        c -> c.ops("LSTM", 3, Attributes.of("hidden_size", 2), c.x(2, 1, 3), c.x(1, 8, 3), c.x(1, 8, 2))
                                .get(2)));
    }

    /** All outputs, each of which is differentiated. */
    private static String all(CaseGraph c, String op, Attributes attributes, String... inputs) {
        List<String> outputs = c.ops(op, op.equals("LSTM") ? 3 : 2, attributes, inputs);
        outputs.subList(1, outputs.size()).forEach(c::also);
        return outputs.get(0);
    }

    private static String lengths(CaseGraph c, int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            bytes.putInt(value);
        }
        return c.builder.constant(new Tensor(ElementType.INT32, Shape.of(values.length), bytes.flip()));
    }
}
