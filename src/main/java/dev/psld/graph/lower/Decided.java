package dev.psld.graph.lower;

import dev.psld.graph.ElementType;
import dev.psld.graph.Node;
import dev.psld.graph.Tensor;
import java.util.Optional;
import java.util.function.Function;

/**
 * Conditions made of constants, such as a rate that equals another one: decided here, because what is in a branch that is not
 * taken need not be valid, and a program that folds would go into it first. Stateless.
 */
final class Decided {
    private Decided() {}

    /**
     * What a node makes; empty where it is no comparison or connective of single numbers that are known.
     *
     * @param known the constants by name
     */
    static Optional<Tensor> by(Node node, Function<String, Optional<Tensor>> known) {
        if (!node.domain().isEmpty()) {
            return Optional.empty();
        }
        Optional<Double> a = number(node.input(0), known);
        if (node.op().equals("Not")) {
            return a.map(v -> Truth.of(v == 0));
        }
        Optional<Double> b = number(node.input(1), known);
        if (a.isEmpty() || b.isEmpty()) {
            return Optional.empty();
        }
        double one = a.get();
        double other = b.get();
        return switch (node.op()) {
            case "Equal" -> Optional.of(Truth.of(one == other));
            case "Greater" -> Optional.of(Truth.of(one > other));
            case "GreaterOrEqual" -> Optional.of(Truth.of(one >= other));
            case "Less" -> Optional.of(Truth.of(one < other));
            case "LessOrEqual" -> Optional.of(Truth.of(one <= other));
            case "And" -> Optional.of(Truth.of(one != 0 && other != 0));
            case "Or" -> Optional.of(Truth.of(one != 0 || other != 0));
            default -> Optional.empty();
        };
    }

    private static Optional<Double> number(String name, Function<String, Optional<Tensor>> known) {
        return known.apply(name)
                .filter(t -> t.shape().size() == 1 && t.type() != ElementType.STRING)
                .map(t -> t.toDoubles()[0]);
    }
}
