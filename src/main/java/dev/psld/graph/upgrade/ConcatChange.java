package dev.psld.graph.upgrade;

import dev.psld.graph.Node;
import java.util.List;

/** Version 1 need not name its axis: it is the channels. */
final class ConcatChange implements Change {

    @Override
    public List<String> ops() {
        return List.of("Concat");
    }

    @Override
    public long until() {
        return 4;
    }

    @Override
    public void apply(Node node, Rewriting r) {
        r.write(node, node.attributes().with("axis", node.attributes().integer("axis", 1)));
    }
}
