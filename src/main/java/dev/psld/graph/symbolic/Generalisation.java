package dev.psld.graph.symbolic;

import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.GraphException;
import dev.psld.graph.Node;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One graph for any size, made from graphs of several fixed sizes: where these differ in constants only, each such constant
 * is a formula in the sizes, which the result computes from the shapes of its inputs. Not thread-safe; used once.
 *
 * <p>The formulae (polynomials for whole numbers, powers for real ones, numbers that grow evenly for whole tensors) are found
 * at some sizes and checked at one more; where none is found, or the graphs differ in more than constants, the result is an
 * error that names the node.
 */
public final class Generalisation {
    private final Samples samples;
    private final List<Graph> graphs;
    private final Graph first;
    private final GraphBuilder builder;
    private final SizeNodes sizes;
    private final OpenConstants constants;
    private final List<Map<String, String>> names = new ArrayList<>();
    private final Map<List<String>, String> placed = new HashMap<>();

    private Generalisation(Samples samples, List<Graph> graphs) {
        this.samples = samples;
        this.graphs = graphs;
        this.first = graphs.get(0);
        builder = new GraphBuilder(first.name(), first.opset());
        sizes = new SizeNodes(builder, samples);
        constants = new OpenConstants(builder, samples, sizes);
        graphs.forEach(g -> names.add(new HashMap<>()));
    }

    /**
     * The graph for any size.
     *
     * @param graphs one for each combination of sizes, in their order
     * @param spare further inputs, as they are at each combination, of which one is taken where those of the graphs do not
     *     tell all sizes
     * @throws GraphException where the graphs have no common form
     */
    public static Graph of(Samples samples, List<Graph> graphs, List<List<Value>> spare) {
        return new Generalisation(samples, graphs).made(spare);
    }

    /** Which value of one graph stands where a value of another stands. */
    public static Map<String, String> names(Graph from, Graph to) {
        Map<String, String> names = new HashMap<>();
        from.inputs().forEach(v -> names.put(v.name(), v.name()));
        for (int i = 0; i < Math.min(from.nodes().size(), to.nodes().size()); i++) {
            List<String> mine = from.nodes().get(i).outputs();
            List<String> other = to.nodes().get(i).outputs();
            for (int k = 0; k < Math.min(mine.size(), other.size()); k++) {
                names.put(mine.get(k), other.get(k));
            }
        }
        return names;
    }

    private Graph made(List<List<Value>> spare) {
        first.opsets().forEach(builder::opset);
        first.nodes().forEach(n -> n.outputs().forEach(builder::reserve));
        first.outputs().forEach(o -> builder.reserve(o.name()));
        first.constants().keySet().forEach(builder::reserve);
        for (int i = 0; i < first.inputs().size(); i++) {
            int index = i;
            input(graphs.stream().map(g -> g.inputs().get(index)).toList());
        }
        for (int i = 0; i < spare.get(0).size() && !sizes.knowsAll(); i++) {
            int index = i;
            List<Value> values = spare.stream().map(all -> all.get(index)).toList();
            if (!first.isInput(values.get(0).name())) {
                input(values);
            }
        }
        if (!sizes.knowsAll()) {
            throw new GraphException("no input tells the size " + sizes.unknown() + ": fix it, with --dim");
        }
        if (graphs.stream().anyMatch(g -> g.nodes().size() != first.nodes().size())) {
            throw differs("they have "
                    + graphs.stream().map(g -> g.nodes().size()).distinct().toList() + " nodes");
        }
        for (int i = 0; i < first.nodes().size(); i++) {
            int index = i;
            node(graphs.stream().map(g -> g.nodes().get(index)).toList());
        }
        for (int i = 0; i < first.outputs().size(); i++) {
            int index = i;
            List<Value> values =
                    graphs.stream().map(g -> g.outputs().get(index)).toList();
            builder.output(open(values));
        }
        return builder.build();
    }

    private void input(List<Value> values) {
        Value value = open(values);
        Shape shape = value.shape();
        builder.input(value);
        for (int d = 0; d < shape.rank(); d++) {
            if (shape.dim(d) < 0) {
                polynomial(values, d).ifPresent(source(value.name(), d));
            }
        }
        for (int j = 0; j < values.size(); j++) {
            names(j).put(values.get(j).name(), value.name());
        }
    }

    private java.util.function.Consumer<Polynomial> source(String name, int axis) {
        return dimension -> sizes.source(name, axis, dimension);
    }

    private Optional<Polynomial> polynomial(List<Value> values, int axis) {
        return Polynomial.through(
                samples, values.stream().mapToLong(v -> v.shape().dim(axis)).toArray());
    }

    /** The value with -1 where a dimension depends on sizes, which is named by how it does. */
    private Value open(List<Value> values) {
        Value value = values.get(0);
        Shape shape = value.shape();
        List<String> symbols = new ArrayList<>();
        for (int d = 0; d < shape.rank(); d++) {
            int axis = d;
            boolean moves = values.stream()
                            .mapToLong(v -> v.shape().dim(axis))
                            .distinct()
                            .count()
                    > 1;
            shape = moves ? shape.with(d, -1) : shape;
            symbols.add(moves ? polynomial(values, d).map(p -> p.text(samples)).orElse("") : "");
        }
        return new Value(value.name(), value.type(), shape, symbols);
    }

    private Map<String, String> names(int sample) {
        return names.get(sample);
    }

    private void node(List<Node> nodes) {
        Node node = nodes.get(0);
        for (Node other : nodes) {
            if (!other.op().equals(node.op())
                    || !other.domain().equals(node.domain())
                    || other.inputs().size() != node.inputs().size()
                    || other.outputs().size() != node.outputs().size()) {
                throw differs("where one has " + node.label() + " another has " + other.label());
            }
            if (!other.attributes().equals(node.attributes())) {
                throw differs("attributes of " + node.label() + " are "
                        + node.attributes().values() + " and "
                        + other.attributes().values());
            }
        }
        List<String> inputs = new ArrayList<>();
        for (int k = 0; k < node.inputs().size(); k++) {
            int index = k;
            inputs.add(value(node, nodes.stream().map(n -> n.input(index)).toList()));
        }
        for (int j = 0; j < nodes.size(); j++) {
            for (int k = 0; k < node.outputs().size(); k++) {
                names(j).put(nodes.get(j).outputs().get(k), node.outputs().get(k));
            }
        }
        builder.add(new Node(node.name(), node.op(), node.domain(), inputs, node.outputs(), node.attributes()));
    }

    private String value(Node node, List<String> own) {
        String name = own.get(0);
        if (own.stream().allMatch(String::isEmpty)) {
            return "";
        }
        String known = placed.get(own);
        if (known != null) {
            return known;
        }
        if (first.constant(name).isEmpty()) {
            for (int j = 0; j < own.size(); j++) {
                if (!name.equals(names(j).get(own.get(j)))) {
                    throw differs(node.label() + " reads other values");
                }
            }
            return name;
        }
        List<Tensor> tensors = new ArrayList<>();
        for (int j = 0; j < own.size(); j++) {
            graphs.get(j).constant(own.get(j)).ifPresent(tensors::add);
        }
        if (tensors.size() < own.size()) {
            throw differs("“" + name + "”, which " + node.label() + " reads, is constant at some sizes only");
        }
        String value;
        if (tensors.stream().allMatch(tensors.get(0)::equals)) {
            value = builder.constantOf(name).isPresent()
                    ? builder.constant(tensors.get(0))
                    : builder.constant(name, tensors.get(0));
        } else {
            value = constants
                    .value(tensors)
                    .orElseThrow(() -> new GraphException("the constant “" + name + "” "
                            + tensors.get(0).shape() + ", which " + node.label()
                            + " reads, depends on the sizes in a way that has no formula here: fix the dimension that it depends"
                            + " on, with --dim"));
        }
        placed.put(own, value);
        return value;
    }

    private static GraphException differs(String how) {
        return new GraphException("graphs of different sizes differ in more than numbers, " + how
                + ": give sizes in steps that fit the strides of the model, as in height=64..512:8, or fix a dimension"
                + " with --dim");
    }
}
