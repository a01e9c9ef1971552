package dev.psld.graph.upgrade;

import dev.psld.graph.Node;
import java.util.List;

/** Version 9 of ScatterElements had another name. */
final class ScatterChange implements Change {

    @Override
    public List<String> ops() {
        return List.of("Scatter");
    }

    @Override
    public long until() {
        return 11;
    }

    @Override
    public void apply(Node node, Rewriting r) {
        r.write(node, "ScatterElements", node.attributes(), node.inputs().toArray(String[]::new));
    }
}
