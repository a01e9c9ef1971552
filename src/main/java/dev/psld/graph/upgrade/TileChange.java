package dev.psld.graph.upgrade;

import dev.psld.graph.Node;
import java.util.List;

/** Version 1 repeats along one axis. */
final class TileChange implements Change {

    @Override
    public List<String> ops() {
        return List.of("Tile");
    }

    @Override
    public long until() {
        return 6;
    }

    @Override
    public void apply(Node node, Rewriting r) {
        throw r.refused(node, "it repeats along one axis only; export the model at opset 6 or later");
    }
}
