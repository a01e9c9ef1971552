package dev.psld.graph.upgrade;

import dev.psld.graph.Node;
import java.util.List;

/** Version 1 may have its lengths as an input. */
final class SplitChange implements Change {

    @Override
    public List<String> ops() {
        return List.of("Split");
    }

    @Override
    public long until() {
        return 2;
    }

    @Override
    public void apply(Node node, Rewriting r) {
        if (!node.hasInput(1)) {
            r.write(node, node.attributes());
            return;
        }
        long[] lengths = r.constant(node.input(1))
                .orElseThrow(() -> r.refused(node, "its lengths are computed at run time"))
                .toLongs();
        r.write(node, node.op(), node.attributes().with("split", lengths), node.input(0));
    }
}
