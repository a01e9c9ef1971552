package dev.psld.graph.upgrade;

import dev.psld.graph.Node;
import java.util.List;

/** Up to version 6 a row of slopes is one for each channel. */
final class PReluChange implements Change {

    @Override
    public List<String> ops() {
        return List.of("PRelu");
    }

    @Override
    public long until() {
        return 7;
    }

    @Override
    public void apply(Node node, Rewriting r) {
        boolean alone =
                r.constant(node.input(1)).filter(t -> t.shape().size() == 1).isPresent();
        String slope = alone ? node.input(1) : Aligned.at(r, node.input(0), node.input(1), 1);
        r.write(node, node.op(), node.attributes(), node.input(0), slope);
    }
}
