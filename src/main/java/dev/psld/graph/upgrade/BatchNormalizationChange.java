package dev.psld.graph.upgrade;

import dev.psld.graph.Node;
import java.util.List;

/** Up to version 7 with a switch for training, and another for statistics by element instead of by channel. */
final class BatchNormalizationChange implements Change {

    @Override
    public List<String> ops() {
        return List.of("BatchNormalization");
    }

    @Override
    public long until() {
        return 9;
    }

    @Override
    public void apply(Node node, Rewriting r) {
        if (r.opset() < 7 && node.attributes().integer("is_test", 0) == 0) {
            throw r.refused(node, "it is in training mode; export the model in evaluation mode");
        }
        if (node.attributes().integer("spatial", 1) == 0) {
            throw r.refused(
                    node, "it has statistics for each element (spatial = 0); export the model at opset 9 or later");
        }
        r.write(node, node.attributes().without("is_test").without("spatial"));
    }
}
