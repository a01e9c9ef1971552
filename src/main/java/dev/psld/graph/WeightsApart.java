package dev.psld.graph;

import ai.onnx.proto.OnnxMl;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A model of many weights without them: the large ones are inputs, so that a program which folds constants and infers
 * shapes neither reads nor copies them, and come back by {@link #restored}. Immutable; the weights stay mapped where they are.
 *
 * <p>Nothing can be folded into such a weight: a batch normalisation behind a convolution stays one.
 */
public final class WeightsApart {
    /** Bytes of all weights up to which a model is handled with them. */
    private static final long MANY = 256L << 20;

    /** Bytes from which a weight is set apart. */
    private static final int LARGE = 1 << 16;

    private final Map<String, Tensor> weights;

    private WeightsApart(Map<String, Tensor> weights) {
        this.weights = weights;
    }

    static Optional<WeightsApart> of(OnnxMl.ModelProto model, TensorCodec codec, Path file) {
        OnnxMl.GraphProto given = model.getGraph();
        Set<String> inputs = new HashSet<>();
        given.getInputList().forEach(v -> inputs.add(v.getName()));
        Map<String, Tensor> constants = new LinkedHashMap<>();
        for (OnnxMl.TensorProto tensor : given.getInitializerList()) {
            if (!inputs.contains(tensor.getName())) {
                constants.put(tensor.getName(), codec.decode(tensor));
            }
        }
        if (isSmall(constants)) {
            return Optional.empty();
        }
        WeightsApart apart = new WeightsApart(large(constants));
        OnnxMl.GraphProto.Builder bare = given.toBuilder().clearInitializer();
        for (OnnxMl.TensorProto tensor : given.getInitializerList()) {
            Tensor weight = apart.weights.get(tensor.getName());
            if (weight == null) {
                bare.addInitializer(TensorCodec.inline(codec.decode(tensor)).setName(tensor.getName()));
            } else {
                bare.addInput(OnnxWriter.value(new Value(tensor.getName(), weight.type(), weight.shape())));
            }
        }
        OnnxWriter.save(file, model.toBuilder().setGraph(bare).build().toByteArray());
        return Optional.of(apart);
    }

    /** The weights to set apart from a graph in memory; none for a graph that is small enough as it is. */
    public static WeightsApart of(Graph graph) {
        return new WeightsApart(isSmall(graph.constants()) ? Map.of() : large(graph.constants()));
    }

    private static boolean isSmall(Map<String, Tensor> constants) {
        return constants.values().stream().mapToLong(t -> t.data().remaining()).sum() < MANY;
    }

    private static Map<String, Tensor> large(Map<String, Tensor> constants) {
        Map<String, Tensor> large = new LinkedHashMap<>(constants);
        large.values().removeIf(t -> !t.type().isReal() || t.data().remaining() < LARGE);
        return large;
    }

    /** The graph with the weights as further inputs. */
    public Graph bare(Graph graph) {
        if (weights.isEmpty()) {
            return graph;
        }
        GraphBuilder bare = new GraphBuilder(graph.name(), graph.opset());
        graph.opsets().forEach(bare::opset);
        graph.inputs().forEach(bare::input);
        graph.constants().forEach((name, tensor) -> {
            if (weights.containsKey(name)) {
                bare.input(new Value(name, tensor.type(), tensor.shape()));
            } else {
                bare.constant(name, tensor);
            }
        });
        return rest(graph, bare);
    }

    /** The graph with the weights as constants, those that it uses. */
    public Graph restored(Graph graph) {
        if (weights.isEmpty()) {
            return graph;
        }
        GraphBuilder whole = new GraphBuilder(graph.name(), graph.opset());
        graph.opsets().forEach(whole::opset);
        graph.inputs().stream().filter(v -> !weights.containsKey(v.name())).forEach(whole::input);
        graph.constants().forEach(whole::constant);
        Set<String> used = new HashSet<>();
        graph.nodes().forEach(n -> n.reads().forEach(used::add));
        weights.forEach((name, tensor) -> {
            if (used.contains(name)) {
                whole.constant(name, tensor);
            }
        });
        return rest(graph, whole);
    }

    private Graph rest(Graph graph, GraphBuilder builder) {
        graph.nodes().forEach(builder::add);
        graph.values().values().stream()
                .filter(v -> !weights.containsKey(v.name()))
                .forEach(builder::know);
        graph.outputs().forEach(builder::output);
        return builder.build();
    }
}
