package dev.psld.graph.upgrade;

import dev.psld.graph.Attributes;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.GraphCheck;
import dev.psld.graph.GraphException;
import dev.psld.graph.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes models of opsets 1 to 10 at opset 11, the oldest whose operators the rules know. Stateless and thread-safe. Each
 * result means what the model meant; what has no such form is refused by name.
 */
public final class OpsetUpgrade {
    /** The opset that results. */
    public static final long OLDEST = 11;

    /** The newest one whose operators the rules know. */
    public static final long NEWEST = 26;

    private static final List<Change> CHANGES = List.of(
            new BatchNormalizationChange(),
            new BroadcastChange(),
            new CastChange(),
            new ClipChange(),
            new ConcatChange(),
            new DropoutChange(),
            new GemmChange(),
            new PadChange(),
            new PoolPowerChange(),
            new PReluChange(),
            new RecurrentChange(),
            new ReshapeChange(),
            new ResizeChange(),
            new ScanChange(),
            new ScatterChange(),
            new SeluChange(),
            new SliceChange(),
            new SplitChange(),
            new TileChange(),
            new TopKChange(),
            new UpsampleChange());

    private static final Map<String, Change> BY_OP = new HashMap<>();

    static {
        CHANGES.forEach(change -> change.ops().forEach(op -> BY_OP.put(op, change)));
    }

    private OpsetUpgrade() {}

    /** True for a graph that {@link #upgraded} changes. */
    public static boolean isOld(Graph graph) {
        return graph.opset() < OLDEST;
    }

    /**
     * Refuses a graph whose operators may mean what is not known yet.
     *
     * @throws GraphException where it is of an opset beyond {@link #NEWEST}
     */
    public static void requireKnown(Graph graph) {
        if (graph.opset() > NEWEST) {
            throw new GraphException("the graph “" + graph.name() + "” is of opset " + graph.opset()
                    + ", and the rules know those up to " + NEWEST + ": export the model at that one or an older one");
        }
    }

    /**
     * The graph at opset {@link #OLDEST}, bodies of If, Loop and Scan included; one that is younger, unchanged.
     *
     * @throws dev.psld.graph.GraphException where an operator has no form there
     */
    public static Graph upgraded(Graph graph) {
        if (!isOld(graph)) {
            return graph;
        }
        Graph written = written(graph);
        GraphCheck.check(written);
        return written;
    }

    private static Graph written(Graph graph) {
        GraphBuilder builder = new GraphBuilder(graph.name(), OLDEST);
        graph.opsets().forEach((domain, version) -> builder.opset(domain, domain.isEmpty() ? OLDEST : version));
        graph.inputs().forEach(builder::input);
        graph.constants().forEach(builder::constant);
        // Fresh names must not meet those of nodes that are still to come.
        graph.nodes().forEach(n -> n.outputs().forEach(builder::reserve));
        Rewriting rewriting = new Rewriting(graph, builder);
        for (Node node : graph.nodes()) {
            Node known = new Node(
                    node.name(),
                    node.op(),
                    node.domain(),
                    node.inputs(),
                    node.outputs(),
                    withBodies(node.attributes().without("consumed_inputs"), graph));
            Change change = node.domain().isEmpty() ? BY_OP.get(node.op()) : null;
            if (change != null && graph.opset() < change.until()) {
                change.apply(known, rewriting);
            } else {
                builder.add(known);
            }
        }
        graph.values().values().forEach(builder::know);
        graph.outputs().forEach(builder::output);
        return builder.buildOpen();
    }

    private static Attributes withBodies(Attributes attributes, Graph around) {
        Attributes all = attributes;
        for (Map.Entry<String, Object> entry : attributes.values().entrySet()) {
            if (entry.getValue() instanceof Attributes.Subgraph body) {
                all = all.with(entry.getKey(), body.with(written(body.graph(around.opsets()))));
            }
        }
        return all;
    }
}
