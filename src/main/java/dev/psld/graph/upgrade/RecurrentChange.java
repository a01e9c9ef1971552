package dev.psld.graph.upgrade;

import dev.psld.graph.Node;
import java.util.List;

/** Up to version 3 with a switch for an output that is there or not. */
final class RecurrentChange implements Change {

    @Override
    public List<String> ops() {
        return List.of("GRU", "LSTM", "RNN");
    }

    @Override
    public long until() {
        return 7;
    }

    @Override
    public void apply(Node node, Rewriting r) {
        r.write(node, node.attributes().without("output_sequence"));
    }
}
