package dev.psld.graph.upgrade;

import dev.psld.graph.Node;
import java.util.List;

/** Version 1 has a real exponent. */
final class PoolPowerChange implements Change {

    @Override
    public List<String> ops() {
        return List.of("GlobalLpPool", "LpPool");
    }

    @Override
    public long until() {
        return 2;
    }

    @Override
    public void apply(Node node, Rewriting r) {
        r.write(node, node.attributes().with("p", (long) node.attributes().real("p", 2)));
    }
}
