package dev.psld.graph.upgrade;

import dev.psld.graph.Node;
import java.util.List;

/** Up to version 6 with a switch for training. */
final class DropoutChange implements Change {

    @Override
    public List<String> ops() {
        return List.of("Dropout");
    }

    @Override
    public long until() {
        return 7;
    }

    @Override
    public void apply(Node node, Rewriting r) {
        if (node.attributes().integer("is_test", 0) == 0) {
            throw r.refused(node, "it may drop values at random; export the model in evaluation mode");
        }
        r.write(node, node.attributes().without("is_test"));
    }
}
