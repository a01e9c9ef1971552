package dev.psld.graph.shape;

import dev.psld.graph.ElementType;
import dev.psld.graph.GraphException;
import dev.psld.graph.Node;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Types and shapes of what nodes make of values of known shape. Not thread-safe: it collects what it is told. Knows the
 * operators that rules write nodes out with; any other one is an error.
 */
public final class StaticShapes {
    private static final Set<String> SAME = Set.of(
            "Abs",
            "Acos",
            "Acosh",
            "Asin",
            "Asinh",
            "Atan",
            "Atanh",
            "Ceil",
            "Celu",
            "Clip",
            "Cos",
            "Cosh",
            "CumProd",
            "CumSum",
            "Elu",
            "Erf",
            "Exp",
            "Floor",
            "Gelu",
            "HardSigmoid",
            "HardSwish",
            "Identity",
            "LeakyRelu",
            "Log",
            "LogSoftmax",
            "Mish",
            "Neg",
            "Not",
            "Reciprocal",
            "Relu",
            "Round",
            "ScatterElements",
            "ScatterND",
            "Selu",
            "Sigmoid",
            "Sign",
            "Sin",
            "Sinh",
            "Softmax",
            "Softplus",
            "Softsign",
            "Sqrt",
            "Tan",
            "Tanh",
            "ThresholdedRelu",
            "Trilu");

    private static final Set<String> STRETCHED =
            Set.of("Add", "And", "Div", "Max", "Mean", "Min", "Mod", "Mul", "Or", "Pow", "PRelu", "Sub", "Sum", "Xor");

    private static final Set<String> TESTS =
            Set.of("Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual", "IsNaN", "IsInf");

    private final Map<String, Value> values = new HashMap<>();
    private final Map<String, Tensor> constants = new HashMap<>();

    public void know(Value value) {
        values.put(value.name(), value);
    }

    public void constant(String name, Tensor tensor) {
        constants.put(name, tensor);
        values.put(name, new Value(name, tensor.type(), tensor.shape()));
    }

    public Optional<Value> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** The outputs of a node, in their order. */
    public List<Value> infer(Node node, long opset) {
        Operands in = new Operands(node, opset, values, constants);
        String op = node.op();
        if (op.equals("Split")) {
            return LayoutShapes.split(in);
        }
        if (op.equals("TopK")) {
            return LayoutShapes.topK(in);
        }
        Shape shape;
        ElementType type = op.equals("Where") ? in.type(1) : op.equals("OneHot") ? in.type(2) : in.typeOfFirst();
        if (SAME.contains(op)) {
            shape = in.shape(0);
        } else if (STRETCHED.contains(op) || op.equals("Where")) {
            shape = in.stretched();
        } else if (TESTS.contains(op)) {
            shape = in.stretched();
            type = ElementType.BOOL;
        } else if (op.startsWith("Reduce")) {
            shape = LayoutShapes.reduced(in);
        } else {
            type = switch (op) {
                case "Cast" -> ElementType.of((int) node.attributes().integer("to", 1));
                case "CastLike" -> in.type(1);
                case "ConstantOfShape" ->
                    node.attributes().tensor("value").map(Tensor::type).orElse(ElementType.FLOAT);
                case "ArgMax", "ArgMin" -> ElementType.INT64;
                default -> type;
            };
            shape = switch (op) {
                case "Cast", "CastLike" -> in.shape(0);
                case "ArgMax", "ArgMin" -> LayoutShapes.reduced(in);
                case "MatMul" -> ProductShapes.matmul(in);
                case "Gemm" -> ProductShapes.gemm(in);
                case "Conv" -> ProductShapes.conv(in);
                case "Reshape" -> LayoutShapes.reshaped(in);
                case "Expand" -> Shape.broadcast(in.shape(0), Shape.of(in.integers(1)));
                case "ConstantOfShape" -> Shape.of(in.integers(0));
                case "Transpose" -> LayoutShapes.transposed(in);
                case "Concat" -> LayoutShapes.concatenated(in);
                case "Slice" -> LayoutShapes.sliced(in);
                case "Pad" -> LayoutShapes.padded(in);
                case "Squeeze" -> LayoutShapes.squeezed(in);
                case "Unsqueeze" -> LayoutShapes.unsqueezed(in);
                case "Tile" -> LayoutShapes.tiled(in);
                case "Gather" -> IndexShapes.gathered(in);
                case "GatherElements" -> in.shape(1);
                case "GatherND" -> IndexShapes.gatheredByTuples(in);
                case "OneHot" -> IndexShapes.oneHot(in);
                case "DFT" -> ProductShapes.dft(in);
                default ->
                    throw new GraphException("the shape of what " + op + " makes is not known without a runtime");
            };
        }
        return List.of(new Value(node.output(), type, shape));
    }
}
