package dev.psld.graph.upgrade;

import dev.psld.graph.Attributes;
import dev.psld.graph.Node;
import java.util.List;

/** Version 10 knows one coordinate transformation, asymmetric, and takes the element below. */
final class ResizeChange implements Change {

    @Override
    public List<String> ops() {
        return List.of("Resize");
    }

    @Override
    public long until() {
        return 11;
    }

    @Override
    public void apply(Node node, Rewriting r) {
        Attributes attributes = OldSampling.attributes(node.attributes());
        r.write(node, "Resize", attributes, node.input(0), OldSampling.noRegion(r), node.input(1));
    }
}
