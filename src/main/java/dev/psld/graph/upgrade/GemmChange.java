package dev.psld.graph.upgrade;

import dev.psld.graph.Node;
import java.util.List;

/** Up to version 6 stretches its summand only when asked. */
final class GemmChange implements Change {

    @Override
    public List<String> ops() {
        return List.of("Gemm");
    }

    @Override
    public long until() {
        return 7;
    }

    @Override
    public void apply(Node node, Rewriting r) {
        r.write(node, node.attributes().without("broadcast"));
    }
}
