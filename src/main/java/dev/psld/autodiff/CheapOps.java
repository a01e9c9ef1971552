package dev.psld.autodiff;

import dev.psld.graph.Graph;
import dev.psld.graph.Node;
import java.util.Set;

/** Which nodes a pullback may run again instead of keeping their result: all whose time is that of touching memory. Stateless. */
final class CheapOps {
    /** Long sums of products, and what does not give the same result twice or has no fixed cost. Unknown operators count as dear. */
    private static final Set<String> CHEAP = Set.of(
            "Abs",
            "Add",
            "And",
            "ArgMax",
            "ArgMin",
            "AveragePool",
            "BatchNormalization",
            "Cast",
            "CastLike",
            "Ceil",
            "Celu",
            "Clip",
            "Concat",
            "Constant",
            "ConstantOfShape",
            "Cos",
            "CumSum",
            "DepthToSpace",
            "Div",
            "Elu",
            "Equal",
            "Erf",
            "Exp",
            "Expand",
            "Flatten",
            "Floor",
            "Gather",
            "GatherElements",
            "GatherND",
            "Gelu",
            "GlobalAveragePool",
            "GlobalMaxPool",
            "Greater",
            "GreaterOrEqual",
            "GroupNormalization",
            "HardSigmoid",
            "HardSwish",
            "Identity",
            "InstanceNormalization",
            "LRN",
            "LayerNormalization",
            "LeakyRelu",
            "Less",
            "LessOrEqual",
            "Log",
            "LogSoftmax",
            "Max",
            "MaxPool",
            "Mean",
            "Min",
            "Mish",
            "Mod",
            "Mul",
            "Neg",
            "Not",
            "OneHot",
            "Or",
            "PRelu",
            "Pad",
            "Pow",
            "RMSNormalization",
            "Range",
            "Reciprocal",
            "ReduceL1",
            "ReduceL2",
            "ReduceLogSum",
            "ReduceLogSumExp",
            "ReduceMax",
            "ReduceMean",
            "ReduceMin",
            "ReduceProd",
            "ReduceSum",
            "ReduceSumSquare",
            "Relu",
            "Reshape",
            "Resize",
            "Round",
            "ScatterElements",
            "ScatterND",
            "Selu",
            "Shape",
            "Sigmoid",
            "Sign",
            "Sin",
            "Size",
            "Slice",
            "Softmax",
            "Softplus",
            "Softsign",
            "SpaceToDepth",
            "Split",
            "Sqrt",
            "Squeeze",
            "Sub",
            "Sum",
            "Swish",
            "Tanh",
            "ThresholdedRelu",
            "Tile",
            "Transpose",
            "Trilu",
            "Unsqueeze",
            "Upsample",
            "Where",
            "Xor");

    private CheapOps() {}

    /** True when the node may run a second time; a product of two computed matrices (attention) may, one by a weight may not. */
    static boolean contains(Graph graph, Node node) {
        if (!node.domain().isEmpty()) {
            return false;
        }
        if (node.op().equals("MatMul")) {
            return node.inputs().stream().noneMatch(graph::isFixed);
        }
        return CHEAP.contains(node.op());
    }
}
