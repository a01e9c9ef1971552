package dev.psld.graph.upgrade;

import dev.psld.graph.Attributes;
import dev.psld.graph.Node;
import java.util.List;

/** Version 1 has its shape as an attribute. */
final class ReshapeChange implements Change {

    @Override
    public List<String> ops() {
        return List.of("Reshape");
    }

    @Override
    public long until() {
        return 5;
    }

    @Override
    public void apply(Node node, Rewriting r) {
        long[] shape = node.attributes().integers("shape").orElseThrow(() -> r.refused(node, "it has no shape"));
        r.write(node, node.op(), Attributes.NONE, node.input(0), r.vector(shape));
    }
}
