package dev.psld.graph;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A branch of an If while it is written: nodes of the graph around it, or of another one, under fresh names, and results in
 * order. Its constants are those of the graph around it. Not thread-safe; used once.
 */
public final class BranchBody {
    private final GraphBuilder body;
    private final UnaryOperator<String> fresh;
    private final Map<String, String> names = new HashMap<>();
    private final Set<String> made = new HashSet<>();
    private final Set<String> results = new HashSet<>();

    /** @param fresh a name that nothing has yet, in the graph around it, from a stem */
    public BranchBody(String name, Map<String, Long> opsets, UnaryOperator<String> fresh) {
        body = new GraphBuilder(name, opsets.getOrDefault("", 1L));
        opsets.forEach(body::opset);
        this.fresh = fresh;
    }

    /** Lets what is added read a value of the graph around it in the place of another. */
    public void read(String instead, String value) {
        names.put(instead, value);
    }

    /** Appends a copy of a node; what it makes has other names here. */
    public void add(Node node) {
        node.outputs().stream().filter(o -> !o.isEmpty()).forEach(this::rename);
        node.attributes().ownInBodies().forEach(this::rename);
        Node copy = node.renamed(names);
        copy.outputs().stream().filter(o -> !o.isEmpty()).forEach(made::add);
        body.add(copy);
    }

    private void rename(String name) {
        names.put(name, fresh.apply(name));
    }

    /** Notes type and shape of a value that an added node makes. */
    public void know(Value value) {
        body.know(value.renamed(names.getOrDefault(value.name(), value.name())));
    }

    /** Declares the next result: a value that was added, or one of the graph around it. */
    public void result(Value value) {
        String name = names.getOrDefault(value.name(), value.name());
        if (!made.contains(name) || !results.add(name)) {
            // A branch gives what it makes itself, and each of it once.
            name = made("Identity", Attributes.NONE, name);
        }
        body.output(value.renamed(name));
    }

    /**
     * Declares the next result: zeros.
     *
     * @param dims a constant of the graph around it, the dimensions of the value
     */
    public void zeros(Value like, String dims) {
        Tensor zero = Tensor.filled(like.type(), Shape.of(1), 0);
        body.output(like.renamed(made("ConstantOfShape", Attributes.of("value", zero), dims)));
    }

    private String made(String op, Attributes attributes, String input) {
        String name = fresh.apply(op.toLowerCase(java.util.Locale.ROOT));
        made.add(name);
        results.add(name);
        body.emitAs(name, op, attributes, input);
        return name;
    }

    public Attributes.Subgraph written() {
        return Attributes.Subgraph.of(body.buildOpen());
    }
}
