package dev.psld.graph.upgrade;

import dev.psld.graph.Node;
import java.util.List;

/** Version 1 has the count as an attribute. */
final class TopKChange implements Change {

    @Override
    public List<String> ops() {
        return List.of("TopK");
    }

    @Override
    public long until() {
        return 10;
    }

    @Override
    public void apply(Node node, Rewriting r) {
        r.write(
                node,
                node.op(),
                node.attributes().without("k"),
                node.input(0),
                r.vector(node.attributes().integer("k", 1)));
    }
}
