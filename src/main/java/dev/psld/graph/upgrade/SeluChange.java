package dev.psld.graph.upgrade;

import dev.psld.graph.Attributes;
import dev.psld.graph.Node;
import java.util.List;

/** Version 1 has other defaults. */
final class SeluChange implements Change {

    @Override
    public List<String> ops() {
        return List.of("Selu");
    }

    @Override
    public long until() {
        return 6;
    }

    @Override
    public void apply(Node node, Rewriting r) {
        double alpha = node.attributes().real("alpha", 1.6732f);
        double gamma = node.attributes().real("gamma", 1.0507f);
        r.write(node, Attributes.of("alpha", alpha, "gamma", gamma));
    }
}
