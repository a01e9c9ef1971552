package dev.psld.derive;

import dev.psld.autodiff.DiffRequest;
import dev.psld.autodiff.Vjp;
import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Node;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A graph of single precision that computes in half: weights and large values are float16, inputs and outputs stay as they
 * are. Stateless.
 *
 * <p>Single precision stays where half loses too much: in what is not listed here (powers, sums, roots), and in all that
 * sines of a timestep are made of. Normalisations and softmax take their sums in single precision inside, forwards in the
 * kernels and backwards by their rules.
 */
public final class HalfPrecision {
    private static final Set<String> HALVED = Set.of(
            "Add",
            "AveragePool",
            "Clip",
            "Concat",
            "Conv",
            "ConvTranspose",
            "DepthToSpace",
            "Div",
            "Expand",
            "Flatten",
            "Gather",
            "Gelu",
            "Gemm",
            "GroupNormalization",
            "Identity",
            "InstanceNormalization",
            "LayerNormalization",
            "LeakyRelu",
            "MatMul",
            "MaxPool",
            "Mul",
            "Neg",
            "Pad",
            "Relu",
            "Reshape",
            "Resize",
            "Sigmoid",
            "Slice",
            "Softmax",
            "SpaceToDepth",
            "Split",
            "Squeeze",
            "Sub",
            "Tanh",
            "Tile",
            "Transpose",
            "Unsqueeze",
            "Where");

    private final Graph graph;
    private final GraphBuilder half;
    private final Set<String> exact;
    /** Type of every value in the new graph that has one there, under its own name. */
    private final Map<String, ElementType> types = new HashMap<>();

    private final Map<Value, String> casts = new HashMap<>();

    private HalfPrecision(Graph graph) {
        this.graph = graph;
        this.half = new GraphBuilder(graph.name(), graph.opset());
        this.exact = beforeSines(graph);
    }

    /**
     * The graph in half precision.
     *
     * @param graph a prepared graph, whose real numbers are float32
     */
    public static Graph of(Graph graph) {
        return new HalfPrecision(graph).converted();
    }

    /** Whether a graph computes in half precision. */
    public static boolean isIn(Graph graph) {
        return graph.values().values().stream().anyMatch(v -> v.type() == ElementType.FLOAT16);
    }

    /**
     * A graph whose inputs and outputs of half precision are float32, with casts inside: what a chain of float32 latents
     * takes. A graph that has none is given back, and one where no more than a timestep is half: a chain tells it as it is.
     */
    public static Graph bounded(Graph graph) {
        boolean any = graph.inputs().stream()
                        .anyMatch(v ->
                                v.type() == ElementType.FLOAT16 && v.shape().rank() > 1)
                || graph.outputs().stream().anyMatch(v -> v.type() == ElementType.FLOAT16);
        return any ? FloatBorders.of(graph) : graph;
    }

    /**
     * The same pullback by cotangents of any size: they are divided by the largest of them, and the results multiplied by it,
     * which is exact but for rounding, as a pullback is linear.
     */
    public static Vjp normalised(Vjp vjp, DiffRequest request) {
        Graph graph = vjp.vjp();
        GraphBuilder scaled = new GraphBuilder(graph.name(), graph.opset());
        graph.opsets().forEach(scaled::opset);
        graph.inputs().forEach(scaled::input);
        graph.constants().forEach(scaled::constant);
        graph.values().keySet().forEach(scaled::reserve);
        graph.nodes().forEach(n -> n.outputs().forEach(scaled::reserve));
        List<String> cotangents =
                request.of().stream().map(DiffRequest::cotangent).toList();
        List<String> sizes = new ArrayList<>();
        for (String cotangent : cotangents) {
            String flat = scaled.emit("Reshape", scaled.emit("Abs", cotangent), scaled.vector(-1));
            sizes.add(largest(scaled, flat));
        }
        String size = sizes.size() == 1
                ? sizes.get(0)
                : largest(scaled, scaled.emit("Concat", Attributes.of("axis", 0), sizes.toArray(String[]::new)));
        String one = scaled.constant(Tensor.floats(Shape.of(1), 1));
        String zero = scaled.constant(Tensor.floats(Shape.of(1), 0));
        String unit = scaled.emit("Where", scaled.emit("Equal", size, zero), one, size);
        Map<String, String> names = new HashMap<>();
        cotangents.forEach(c -> names.put(c, scaled.emit("Div", c, unit)));
        graph.outputs().forEach(v -> names.put(v.name(), scaled.fresh("unscaled")));
        for (Node node : graph.nodes()) {
            scaled.add(node.renamed(names));
        }
        for (Value output : graph.outputs()) {
            scaled.emitAs(output.name(), "Mul", Attributes.NONE, names.getOrDefault(output.name(), ""), unit);
            scaled.output(output);
        }
        return new Vjp(vjp.forward(), scaled.build(), vjp.tape(), vjp.tapeBytes(), vjp.notes());
    }

    /** The largest element of a vector, as a vector of one. */
    private static String largest(GraphBuilder builder, String vector) {
        return builder.opset() >= 18
                ? builder.emit("ReduceMax", Attributes.of("keepdims", 1), vector, builder.vector(0))
                : builder.emit("ReduceMax", Attributes.of("keepdims", 1, "axes", new long[] {0}), vector);
    }

    private Graph converted() {
        graph.opsets().forEach(half::opset);
        graph.values().keySet().forEach(half::reserve);
        graph.inputs().forEach(v -> {
            half.input(v);
            types.put(v.name(), v.type());
        });
        for (Node node : graph.nodes()) {
            boolean halved = node.domain().isEmpty()
                    && HALVED.contains(node.op())
                    && node.outputs().stream().noneMatch(exact::contains);
            emit(node, halved ? ElementType.FLOAT16 : ElementType.FLOAT);
        }
        for (Value output : graph.outputs()) {
            half.output(output);
        }
        return half.build();
    }

    private void emit(Node node, ElementType wanted) {
        List<String> inputs = new ArrayList<>();
        for (int i = 0; i < node.inputs().size(); i++) {
            boolean sizes = node.op().equals("Resize") && i > 0;
            inputs.add(typed(node.input(i), sizes ? ElementType.FLOAT : wanted));
        }
        List<String> outputs = new ArrayList<>();
        List<Value> back = new ArrayList<>();
        for (String output : node.outputs()) {
            boolean real = !output.isEmpty() && graph.value(output).type() == ElementType.FLOAT;
            boolean result = graph.outputs().stream().anyMatch(v -> v.name().equals(output));
            if (real && wanted == ElementType.FLOAT16 && result) {
                String inner = half.fresh("half");
                know(inner, wanted, graph.shape(output));
                outputs.add(inner);
                back.add(new Value(output, wanted, graph.shape(output)));
                casts.put(new Value(output, wanted, graph.shape(output)), inner);
                types.put(output, ElementType.FLOAT);
            } else {
                outputs.add(output);
                if (!output.isEmpty()) {
                    ElementType type = real ? wanted : graph.value(output).type();
                    types.put(output, type);
                    know(output, type, graph.shape(output));
                }
            }
        }
        half.add(new Node(node.name(), node.op(), node.domain(), inputs, outputs, node.attributes()));
        for (Value value : back) {
            String inner = casts.getOrDefault(value, "");
            half.emitAs(value.name(), "Cast", Attributes.of("to", ElementType.FLOAT.code()), inner);
            know(value.name(), ElementType.FLOAT, value.shape());
        }
    }

    /** The name under which a value can be had in a type. */
    private String typed(String name, ElementType wanted) {
        if (name.isEmpty() || graph.value(name).type() != ElementType.FLOAT) {
            graph.constant(name)
                    .filter(t -> types.putIfAbsent(name, t.type()) == null)
                    .ifPresent(t -> half.constant(name, t));
            return name;
        }
        Value key = new Value(name, wanted, graph.shape(name));
        return graph.constant(name)
                .map(tensor -> casts.computeIfAbsent(key, k -> constant(name, tensor, wanted)))
                .orElseGet(() -> types.get(name) == wanted ? name : casts.computeIfAbsent(key, k -> cast(k)));
    }

    private String constant(String name, Tensor tensor, ElementType wanted) {
        return wanted == ElementType.FLOAT
                ? half.constant(name, tensor)
                : half.constant(half.fresh(name + "_half"), Tensor.real(wanted, tensor.shape(), tensor.toDoubles()));
    }

    private String cast(Value as) {
        String made = half.emit("Cast", Attributes.of("to", as.type().code()), as.name());
        know(made, as.type(), as.shape());
        return made;
    }

    private void know(String name, ElementType type, Shape shape) {
        half.know(new Value(name, type, shape));
    }

    /** Everything that sines and cosines are made of, and they themselves: positions lose their phase in half precision. */
    private static Set<String> beforeSines(Graph graph) {
        Set<String> wanted = new HashSet<>();
        for (int i = graph.nodes().size() - 1; i >= 0; i--) {
            Node node = graph.nodes().get(i);
            boolean sine = node.op().equals("Sin") || node.op().equals("Cos");
            if (sine || node.outputs().stream().anyMatch(wanted::contains)) {
                wanted.addAll(node.inputs());
                wanted.addAll(node.outputs());
            }
        }
        wanted.remove("");
        return wanted;
    }
}
