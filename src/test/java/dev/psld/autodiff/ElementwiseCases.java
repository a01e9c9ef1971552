package dev.psld.autodiff;

import static dev.psld.autodiff.RuleCase.rule;

import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.util.stream.Stream;

/** Cases of functions of single elements and stretched tuples of them. */
final class ElementwiseCases {
    private ElementwiseCases() {}

    static Stream<RuleCase> all() {
        Stream<RuleCase> unary = Stream.of(
                        "Neg", "Abs", "Exp", "Sin", "Cos", "Tanh", "Sigmoid", "Erf", "Relu", "Softplus", "Identity")
                .map(op -> rule(op, c -> c.op(op, c.x(3, 5))));
        Stream<RuleCase> positive =
                Stream.of("Log", "Sqrt", "Reciprocal").map(op -> rule(op, c -> c.op(op, c.within(0.5, 3, 2, 7))));
        Stream<RuleCase> binary = Stream.of("Add", "Sub", "Mul", "Div", "Min", "Max")
                .flatMap(op -> Stream.of(
                        rule(op + " of equal shapes", c -> c.op(op, c.x(2, 3), c.within(0.5, 2, 2, 3))),
                        rule(op + " stretched both ways", c -> c.op(op, c.x(2, 1, 3), c.within(0.5, 2, 4, 1))),
                        rule(op + " by a constant", c -> c.op(op, c.x(3, 1), c.positive(2, 1, 5))),
                        rule(op + " of a constant", c -> c.op(op, c.positive(2, 4), c.within(0.5, 2, 4))),
                        rule(op + " of a scalar", c -> c.op(op, c.x(2, 3), c.within(0.5, 2)))));
        Stream<RuleCase> curves = Stream.of("Tan", "Asin", "Acos", "Atan", "Sinh", "Cosh", "Asinh", "Atanh")
                .map(op -> rule(op, c -> c.op(op, c.within(-0.9, 0.9, 3, 4))));
        return Stream.of(unary, positive, binary, curves, others()).flatMap(s -> s);
    }

    private static Stream<RuleCase> others() {
        return Stream.of(
                rule("Acosh", c -> c.op("Acosh", c.within(1.2, 3, 3, 4))),
                rule(
                        "Mod of reals",
                        c -> c.op("Mod", Attributes.of("fmod", 1), c.within(-5, 5, 3, 4), c.within(1.1, 1.4, 4))),
                rule("Shrink", c -> c.op("Shrink", Attributes.of("lambd", 0.4, "bias", 0.2), c.x(3, 5))),
                rule("Shrink by default", c -> c.op("Shrink", c.x(3, 5))),
                rule("Mul by itself", c -> {
                    String x = c.x(4);
                    return c.op("Mul", x, x);
                }),
                rule("Sum of three", c -> c.op("Sum", c.x(2, 3), c.x(3), c.x(2, 1))),
                rule("Mean of three", c -> c.op("Mean", c.x(2, 3), c.x(3), c.fixed(2, 1))),
                rule("Min of three", c -> c.op("Min", c.x(2, 3), c.x(3), c.x(2, 1))),
                rule("Max of one", c -> c.op("Max", c.x(2, 3))),
                rule("LeakyRelu", c -> c.op("LeakyRelu", Attributes.of("alpha", 0.2), c.x(3, 4))),
                rule("PRelu", c -> c.op("PRelu", c.x(2, 3, 4), c.x(3, 1))),
                rule("PRelu by one slope", c -> c.op("PRelu", c.x(2, 3, 2), c.x(1))),
                rule("PRelu by a constant slope", c -> c.op("PRelu", c.x(2, 3), c.fixed(3))),
                rule("LeakyRelu by default", c -> c.op("LeakyRelu", c.x(7))),
                rule("HardSigmoid by default", c -> c.op("HardSigmoid", c.within(-4, 4, 9))),
                rule("ThresholdedRelu by default", c -> c.op("ThresholdedRelu", c.x(9))),
                rule("Elu", c -> c.op("Elu", Attributes.of("alpha", 0.7), c.x(3, 5))),
                rule("Selu", c -> c.op("Selu", c.x(3, 5))),
                rule("Selu with coefficients", c -> c.op("Selu", Attributes.of("alpha", 0.7, "gamma", 1.3), c.x(3, 5))),
                rule("Celu", c -> c.op("Celu", Attributes.of("alpha", 0.7), c.x(3, 5))),
                rule("Softsign", c -> c.op("Softsign", c.x(3, 5))),
                rule("Mish", c -> c.op("Mish", c.x(3, 5))).opset(18),
                rule("HardSigmoid", c -> c.op("HardSigmoid", Attributes.of("alpha", 0.5, "beta", 0.4), c.x(4, 5))),
                rule("HardSwish", c -> c.op("HardSwish", c.within(-5, 5, 4, 5))),
                rule("Swish", c -> c.op("Swish", Attributes.of("alpha", 1.7), c.x(4, 5)))
                        .opset(24)
                        .withoutOrt(),
                rule("ThresholdedRelu", c -> c.op("ThresholdedRelu", Attributes.of("alpha", 0.3), c.x(4, 5))),
                rule("Gelu", c -> c.op("Gelu", c.x(3, 4))).opset(20),
                rule("Gelu by tanh", c -> c.op("Gelu", Attributes.of("approximate", "tanh"), c.x(3, 4)))
                        .opset(20),
                rule("Pow 2", c -> c.op("Pow", c.x(3, 4), c.scalar(2))),
                rule("Pow 1", c -> c.op("Pow", c.x(3, 4), c.scalar(1))),
                rule("Pow 3", c -> c.op("Pow", c.x(3, 4), c.scalar(3))),
                rule("Pow ½", c -> c.op("Pow", c.within(0.5, 2, 3, 4), c.scalar(0.5))),
                rule("Pow −1.5", c -> c.op("Pow", c.within(0.5, 2, 3, 4), c.scalar(-1.5))),
                rule("Pow integer", c -> c.op("Pow", c.x(3, 4), c.ints(Shape.of(), 4)))
                        .since(12),
                rule("Pow of both", c -> c.op("Pow", c.within(0.5, 2, 3, 1), c.x(4))),
                rule("Clip", c -> c.op("Clip", c.x(3, 5), c.scalar(-0.5), c.scalar(0.7))),
                rule("Clip below", c -> c.op("Clip", c.x(3, 5), c.scalar(-0.5))),
                rule("Clip above", c -> c.op("Clip", c.x(3, 5), "", c.scalar(0.2))),
                rule("Clip by its bounds", c -> c.op("Clip", c.x(3, 5), c.within(-0.6, -0.4), c.within(0.4, 0.6))),
                rule(
                        "Clip by bounds that crossed",
                        c -> c.op("Clip", c.x(3, 5), c.within(0.4, 0.6), c.within(-0.6, -0.4))),
                rule("Clip of a constant by its bound", c -> c.op("Clip", c.fixed(3, 5), c.x())),
                rule("Clip by nothing", c -> c.op("Clip", c.x(3))),
                rule("Where", c -> c.op("Where", c.op("Greater", c.fixed(2, 3), c.scalar(0)), c.x(2, 3), c.x(3))),
                rule(
                        "Where with a constant",
                        c -> c.op("Where", c.op("Greater", c.fixed(2, 3), c.scalar(0)), c.scalar(1), c.x(2, 1))),
                rule("Cast to double and back", c -> {
                    String wide = c.op("Cast", Attributes.of("to", ElementType.DOUBLE.code()), c.x(3));
                    return c.op("Cast", Attributes.of("to", c.type.code()), c.op("Mul", wide, wide));
                }),
                rule("CastLike", c -> c.op("CastLike", c.x(3), c.fixed(1))),
                rule("CastLike what is differentiated by", c -> {
                    String x = c.x(3);
                    return c.op("Mul", c.op("CastLike", c.fixed(3), x), x);
                }),
                rule("Dropout", c -> c.op("Dropout", c.x(3, 2))),
                rule("Dropout of old", c -> c.op("Dropout", Attributes.of("ratio", 0.3), c.x(3, 2))),
                rule(
                        "Dropout switched off",
                        c -> c.op("Dropout", Attributes.of("seed", 3), c.x(3, 2), c.scalar(0.4), c.bool(false))),
                rule("SiLU", c -> {
                    String x = c.op("Neg", c.x(3, 5));
                    return c.op("Mul", x, c.op("Sigmoid", x));
                }),
                rule("SiLU, factors exchanged", c -> {
                    String x = c.x(3, 5);
                    return c.op("Mul", c.op("Sigmoid", x), x);
                }),
                rule("Sigmoid gate that is not SiLU", c -> {
                    String x = c.x(3, 5);
                    String gate = c.op("Sigmoid", x);
                    c.also(gate);
                    return c.op("Mul", x, gate);
                }),
                rule(
                        "constants used beside",
                        c -> c.op("Add", c.x(3), c.builder.constant(Tensor.real(c.type, Shape.of(3), 1, 2, 3)))));
    }
}
