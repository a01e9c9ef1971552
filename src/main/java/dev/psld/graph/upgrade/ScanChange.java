package dev.psld.graph.upgrade;

import dev.psld.graph.Node;
import java.util.List;

/** Version 8 scans each member of a batch for itself. */
final class ScanChange implements Change {

    @Override
    public List<String> ops() {
        return List.of("Scan");
    }

    @Override
    public long until() {
        return 9;
    }

    @Override
    public void apply(Node node, Rewriting r) {
        throw r.refused(node, "it scans the members of a batch one by one; export the model at opset 9 or later");
    }
}
