package dev.psld.autodiff;

import dev.psld.graph.Graph;
import dev.psld.graph.Node;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Values whose cotangents are finite where the seeds are and the forward graph is: on every path from them to the results stand
 * operators alone whose slope is finite wherever their result is. A root or a logarithm is none of these, nor is softmax, whose
 * rows may be masked altogether. Immutable.
 */
final class FiniteSlopes {
    /** None: the seeds themselves may be anything. */
    static final FiniteSlopes UNKNOWN = new FiniteSlopes(Set.of(), false);

    private static final Set<String> BOUNDED = Set.of(
            "Abs",
            "Add",
            "AveragePool",
            "BatchNormalization",
            "Celu",
            "Clip",
            "Concat",
            "Conv",
            "ConvTranspose",
            "Cos",
            "DepthToSpace",
            "Dropout",
            "Elu",
            "Erf",
            "Exp",
            "Expand",
            "Flatten",
            "Gather",
            "Gelu",
            "Gemm",
            "GlobalAveragePool",
            "GlobalMaxPool",
            "GroupNormalization",
            "HardSigmoid",
            "HardSwish",
            "Identity",
            "InstanceNormalization",
            "LRN",
            "LayerNormalization",
            "LeakyRelu",
            "MatMul",
            "Max",
            "MaxPool",
            "Mean",
            "Min",
            "Mish",
            "Mul",
            "Neg",
            "PRelu",
            "Pad",
            "ReduceMax",
            "ReduceMean",
            "ReduceMin",
            "ReduceSum",
            "ReduceSumSquare",
            "Relu",
            "Reshape",
            "Resize",
            "Selu",
            "Sigmoid",
            "Sin",
            "Slice",
            "Softplus",
            "Softsign",
            "SpaceToDepth",
            "Split",
            "Squeeze",
            "Sub",
            "Sum",
            "Swish",
            "Tanh",
            "ThresholdedRelu",
            "Tile",
            "Transpose",
            "Trilu",
            "Unsqueeze");

    private final Set<String> steep;
    private final boolean known;

    private FiniteSlopes(Set<String> steep, boolean known) {
        this.steep = Set.copyOf(steep);
        this.known = known;
    }

    static FiniteSlopes of(Graph graph) {
        Set<String> steep = new HashSet<>();
        for (int i = graph.nodes().size() - 1; i >= 0; i--) {
            Node node = graph.nodes().get(i);
            if (!bounded(graph, node) || node.outputs().stream().anyMatch(steep::contains)) {
                node.reads().forEach(steep::add);
            }
        }
        return new FiniteSlopes(steep, true);
    }

    /** Whether a value's cotangent is finite. */
    boolean before(String value) {
        return known && !steep.contains(value);
    }

    private static boolean bounded(Graph graph, Node node) {
        if (!node.domain().isEmpty()) {
            return false;
        }
        return switch (node.op()) {
            case "Div" ->
                graph.constant(node.input(1))
                        .filter(t -> Arrays.stream(t.toDoubles()).allMatch(v -> v != 0))
                        .isPresent();
            case "Pow" ->
                graph.constant(node.input(1))
                        .filter(t -> Arrays.stream(t.toDoubles()).allMatch(v -> v >= 1))
                        .isPresent();
            default -> BOUNDED.contains(node.op()) || FlatOps.contains(node.op());
        };
    }
}
