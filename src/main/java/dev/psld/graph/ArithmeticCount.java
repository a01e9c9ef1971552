package dev.psld.graph;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Counts the arithmetic of graphs whose shapes are all known. Stateless and thread-safe.
 *
 * <p>What constants alone make is left out: ONNX Runtime computes it once, when the graph is loaded.
 */
public final class ArithmeticCount {
    private static final Set<String> MOVES = Set.of(
            "Cast",
            "Concat",
            "ConstantOfShape",
            "DepthToSpace",
            "Expand",
            "Flatten",
            "Gather",
            "GatherElements",
            "GatherND",
            "Identity",
            "Pad",
            "Reshape",
            "ScatterElements",
            "ScatterND",
            "Shape",
            "Slice",
            "SpaceToDepth",
            "Split",
            "Squeeze",
            "Tile",
            "Transpose",
            "Unsqueeze");

    private ArithmeticCount() {}

    /** The sum over all nodes; a {@link GraphException} where a shape is not known. */
    public static Arithmetic of(Graph graph) {
        Arithmetic sum = Arithmetic.NONE;
        for (Node node : graph.nodes()) {
            if (!graph.isFixed(node.output())) {
                sum = sum.plus(of(graph, node));
            }
        }
        return sum;
    }

    /** Of one node. */
    public static Arithmetic of(Graph graph, Node node) {
        return switch (node.op()) {
            // Every output element sums over the kernel and its group's input channels: W is M × C/g × kernel.
            case "Conv" -> products(graph.shape(node.output()).size(), tail(graph.shape(node.input(1))));
            // Every input element goes to all of W[c]: W is C × M/g × kernel.
            case "ConvTranspose" -> products(graph.shape(node.input(0)).size(), tail(graph.shape(node.input(1))));
            case "Gemm" -> {
                Shape a = graph.shape(node.input(0));
                yield products(
                        graph.shape(node.output()).size(),
                        a.dim(node.attributes().integer("transA", 0) == 0 ? 1 : 0));
            }
            case "MatMul" ->
                products(
                        graph.shape(node.output()).size(),
                        graph.shape(node.input(0)).dim(-1));
            case "Einsum" -> einsum(graph, node);
            default -> MOVES.contains(node.op()) ? Arithmetic.NONE : new Arithmetic(0, largest(graph, node));
        };
    }

    private static Arithmetic products(long elements, long terms) {
        return new Arithmetic(Math.multiplyExact(2 * elements, terms), 0);
    }

    private static long tail(Shape weight) {
        return weight.dims().stream().skip(1).reduce(1L, Math::multiplyExact);
    }

    private static long largest(Graph graph, Node node) {
        return Stream.concat(node.inputs().stream(), node.outputs().stream())
                .filter(name -> !name.isEmpty() && graph.values().containsKey(name))
                .mapToLong(name -> graph.shape(name).size())
                .max()
                .orElse(0);
    }

    /** One multiply-add for each combination of all letters, an ellipsis standing for letters of its own. */
    private static Arithmetic einsum(Graph graph, Node node) {
        String equation = node.attributes().text("equation", "").replace(" ", "");
        String[] terms = equation.split("->", -1)[0].split(",", -1);
        Map<String, Long> sizes = new HashMap<>();
        for (int i = 0; i < terms.length; i++) {
            note(terms[i], graph.shape(node.input(i)), sizes);
        }
        long combinations = sizes.values().stream().reduce(1L, Math::multiplyExact);
        return terms.length == 1 ? new Arithmetic(0, combinations) : products(combinations, terms.length - 1L);
    }

    private static void note(String term, Shape shape, Map<String, Long> sizes) {
        int ellipsis = term.indexOf("...");
        int before = ellipsis < 0 ? term.length() : ellipsis;
        int after = ellipsis < 0 ? 0 : term.length() - ellipsis - 3;
        for (int axis = 0; axis < shape.rank(); axis++) {
            int fromEnd = shape.rank() - axis;
            String letter = axis < before
                    ? term.substring(axis, axis + 1)
                    : fromEnd <= after
                            ? term.substring(term.length() - fromEnd, term.length() - fromEnd + 1)
                            : "…" + (fromEnd - after);
            sizes.merge(letter, shape.dim(axis), Math::max);
        }
    }
}
