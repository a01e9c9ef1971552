package dev.psld.bundle;

import dev.psld.derive.ModelException;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Node;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The same graph for several pictures at once. Stateless.
 *
 * <p>Every value that depends on the batched input grows along its first axis, picture after picture; all others are
 * shared. Only what a graph writes down as a number has to change for that: the targets of Reshape, Expand and Resize.
 * Whether the graph then really treats pictures apart is for {@link BatchProof} to show.
 */
final class Rebatch {
    private final Graph graph;
    private final long batch;
    private final GraphBuilder builder;
    private final List<String> growing;
    private final Set<String> batched = new HashSet<>();

    private Rebatch(Graph graph, List<String> growing, long batch) {
        this.growing = growing;
        this.graph = graph;
        this.batch = batch;
        this.builder = new GraphBuilder(graph.name(), graph.opset());
    }

    /**
     * Makes the graph.
     *
     * @param graph for one picture
     * @param inputs grow along their first axis; others stay
     * @param outputs to keep, all of which depend on it
     * @throws ModelException where a shape is not written down as a constant, or a value does not depend on the input
     */
    static Graph of(Graph graph, List<String> inputs, List<String> outputs, int batch) {
        return new Rebatch(graph, inputs, batch).make(outputs);
    }

    private Graph make(List<String> outputs) {
        graph.opsets().forEach(builder::opset);
        for (Value value : graph.inputs()) {
            builder.input(growing.contains(value.name()) ? grown(value) : value);
        }
        batched.addAll(growing);
        graph.constants().forEach(builder::constant);
        for (Node node : graph.nodes()) {
            boolean grows = node.reads().anyMatch(batched::contains);
            builder.add(grows ? grown(node) : node);
            if (grows) {
                batched.addAll(node.outputs());
            }
        }
        for (String output : outputs) {
            if (!batched.contains(output)) {
                throw new ModelException("the output “" + output + "” of the graph “" + graph.name()
                        + "” does not depend on “" + String.join("”, “", growing) + "”");
            }
            builder.output(grown(graph.value(output)));
        }
        return builder.build();
    }

    private Value grown(Value value) {
        Shape shape = value.shape();
        return new Value(value.name(), value.type(), shape.with(0, shape.dim(0) * batch));
    }

    private Node grown(Node node) {
        return switch (node.op()) {
            case "Reshape", "Expand" -> retargeted(node, 1);
            case "Resize" -> node.hasInput(3) ? retargeted(node, 3) : node;
            default -> node;
        };
    }

    /** The node with the first number of its target shape multiplied; 0 and −1 follow the data by themselves. */
    private Node retargeted(Node node, int index) {
        long[] target = graph.constant(node.input(index))
                .orElseThrow(() -> new ModelException(
                        node.label() + " in the graph “" + graph.name() + "” takes its shape from a computation"))
                .toLongs();
        if (target.length == 0 || target[0] <= 0) {
            return node;
        }
        long[] grown = target.clone();
        grown[0] *= batch;
        String[] inputs = node.inputs().toArray(String[]::new);
        inputs[index] = builder.constant(node.output() + "_batched_shape", Tensor.vector(grown));
        return new Node(
                node.name(), node.op(), node.domain(), Arrays.asList(inputs), node.outputs(), node.attributes());
    }
}
