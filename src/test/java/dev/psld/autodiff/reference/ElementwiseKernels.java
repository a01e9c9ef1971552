package dev.psld.autodiff.reference;

import dev.psld.autodiff.reference.ReferenceInterpreter.Registry;
import dev.psld.graph.ElementType;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** Functions of single elements and stretched tuples of them. Stateless. */
final class ElementwiseKernels {
    private ElementwiseKernels() {}

    static void register(Registry r) {
        unary(r, "Neg", v -> -v);
        unary(r, "Abs", Math::abs);
        unary(r, "Sign", Math::signum);
        unary(r, "Floor", Math::floor);
        unary(r, "Exp", Math::exp);
        unary(r, "Log", Math::log);
        unary(r, "Sqrt", Math::sqrt);
        unary(r, "Reciprocal", v -> 1 / v);
        unary(r, "Sin", Math::sin);
        unary(r, "Cos", Math::cos);
        unary(r, "Tan", Math::tan);
        unary(r, "Asin", Math::asin);
        unary(r, "Acos", Math::acos);
        unary(r, "Atan", Math::atan);
        unary(r, "Sinh", Math::sinh);
        unary(r, "Cosh", Math::cosh);
        unary(r, "Asinh", v -> Math.log(v + Math.sqrt(v * v + 1)));
        unary(r, "Acosh", v -> Math.log(v + Math.sqrt(v * v - 1)));
        unary(r, "Atanh", v -> 0.5 * Math.log((1 + v) / (1 - v)));
        unary(r, "Round", Math::rint);
        unary(r, "Ceil", Math::ceil);
        unary(r, "Tanh", Math::tanh);
        unary(r, "Sigmoid", ElementwiseKernels::sigmoid);
        unary(r, "Erf", ErrorFunction::erf);
        unary(r, "Relu", v -> Math.max(v, 0));
        unary(r, "Softplus", v -> Math.log1p(Math.exp(v)));
        unary(r, "Softsign", v -> v / (1 + Math.abs(v)));
        unary(r, "Mish", v -> v * Math.tanh(Math.log1p(Math.exp(v))));
        unary(r, "HardSwish", v -> v * Math.max(0, Math.min(1, v / 6 + 0.5)));
        unary(r, "Not", v -> v == 0 ? 1 : 0);
        r.put("IsNaN", c -> c.in(0).map(v -> Double.isNaN(v) ? 1 : 0).as(ElementType.BOOL));
        unary(r, "Identity", v -> v);
        unary(r, "Dropout", v -> v);
        scaled(r, "LeakyRelu", 0.01, (v, a) -> v < 0 ? a * v : v);
        scaled(r, "Elu", 1, (v, a) -> v < 0 ? a * Math.expm1(v) : v);
        scaled(r, "Celu", 1, (v, a) -> v < 0 ? a * Math.expm1(v / a) : v);
        scaled(r, "ThresholdedRelu", 1, (v, a) -> v > a ? v : 0);
        scaled(r, "Swish", 1, (v, a) -> v * sigmoid(a * v));
        r.put("Selu", c -> {
            double a = c.real("alpha", 1.6732632f);
            double g = c.real("gamma", 1.050701f);
            return c.in(0).map(v -> g * (v < 0 ? a * Math.expm1(v) : v));
        });
        r.put("HardSigmoid", c -> {
            double a = c.real("alpha", 0.2f);
            double b = c.real("beta", 0.5f);
            return c.in(0).map(v -> Math.max(0, Math.min(1, a * v + b)));
        });
        r.put(
                "Gelu",
                c -> c.attributes().text("approximate", "none").equals("tanh")
                        ? c.in(0)
                                .map(v ->
                                        0.5 * v * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (v + 0.044715 * v * v * v))))
                        : c.in(0).map(v -> 0.5 * v * (1 + ErrorFunction.erf(v / Math.sqrt(2)))));
        r.put("PRelu", c -> c.in(0).with(c.in(1), (v, s) -> v < 0 ? s * v : v));
        r.put("Clip", c -> {
            double low = c.optional(1).map(a -> a.values()[0]).orElse(Double.NEGATIVE_INFINITY);
            double high = c.optional(2).map(a -> a.values()[0]).orElse(Double.POSITIVE_INFINITY);
            return c.in(0).map(v -> Math.min(high, Math.max(low, v)));
        });
        r.put("Cast", c -> cast(c.in(0), ElementType.of(c.integer("to", 1))));
        r.put("CastLike", c -> cast(c.in(0), c.in(1).type()));
        binary(r, "Sub", (a, b) -> a - b);
        binary(r, "Mul", (a, b) -> a * b);
        binary(r, "Div", (a, b) -> a / b);
        r.put("Pow", c -> c.in(0).with(c.in(1), Math::pow)); // the exponent may be of another type
        r.put(
                "Mod",
                c -> c.integer("fmod", 0) != 0
                        ? sameType(c.in(0), c.in(1)).with(c.in(1), (a, b) -> a % b)
                        : sameType(c.in(0), c.in(1)).with(c.in(1), (a, b) -> a - b * Math.floor(a / b)));
        r.put("Shrink", c -> {
            double bias = c.real("bias", 0);
            double lambda = c.real("lambd", 0.5);
            return c.in(0).map(v -> v > lambda ? v - bias : v < -lambda ? v + bias : 0);
        });
        predicate(r, "Equal", (a, b) -> a == b ? 1 : 0);
        predicate(r, "Less", (a, b) -> a < b ? 1 : 0);
        predicate(r, "Greater", (a, b) -> a > b ? 1 : 0);
        predicate(r, "LessOrEqual", (a, b) -> a <= b ? 1 : 0);
        predicate(r, "GreaterOrEqual", (a, b) -> a >= b ? 1 : 0);
        predicate(r, "And", (a, b) -> a * b);
        predicate(r, "Or", Math::max);
        many(r, "Add", Double::sum);
        many(r, "Sum", Double::sum);
        many(r, "Max", Math::max);
        many(r, "Min", Math::min);
        r.put("Mean", c -> {
            double count = c.inputs().size();
            return fold(c, Double::sum).map(v -> v / count);
        });
        r.put("Where", c -> {
            sameType(c.in(1), c.in(2));
            int[] dims = Array.broadcast(
                    Array.broadcast(c.in(0).dims(), c.in(1).dims()), c.in(2).dims());
            return Array.build(c.in(1).type(), dims, p -> (c.in(0).at(p) != 0 ? c.in(1) : c.in(2)).at(p));
        });
    }

    static double sigmoid(double v) {
        return 1 / (1 + Math.exp(-v));
    }

    /** ONNX casts nothing by itself. */
    private static Array sameType(Array a, Array b) {
        if (a.type() != b.type()) {
            throw new IllegalStateException(a.type() + " meets " + b.type());
        }
        return a;
    }

    private static Array cast(Array a, ElementType to) {
        return to.isReal()
                ? a.as(to)
                : a.map(v -> to == ElementType.BOOL ? (v != 0 ? 1 : 0) : (long) v)
                        .as(to);
    }

    private static void unary(Registry r, String op, DoubleUnaryOperator f) {
        r.put(op, c -> c.in(0).map(f));
    }

    private static void scaled(Registry r, String op, double alpha, DoubleBinaryOperator f) {
        r.put(op, c -> {
            double a = c.real("alpha", alpha);
            return c.in(0).map(v -> f.applyAsDouble(v, a));
        });
    }

    private static void binary(Registry r, String op, DoubleBinaryOperator f) {
        r.put(op, c -> sameType(c.in(0), c.in(1)).with(c.in(1), f));
    }

    private static void predicate(Registry r, String op, DoubleBinaryOperator f) {
        r.put(op, c -> sameType(c.in(0), c.in(1)).with(c.in(1), f).as(ElementType.BOOL));
    }

    private static void many(Registry r, String op, DoubleBinaryOperator f) {
        r.put(op, c -> fold(c, f));
    }

    private static Array fold(Call c, DoubleBinaryOperator f) {
        Array result = c.in(0);
        for (int i = 1; i < c.inputs().size(); i++) {
            result = sameType(result, c.in(i)).with(c.in(i), f);
        }
        return result;
    }
}
