package dev.psld.graph.upgrade;

import dev.psld.graph.Attributes;
import dev.psld.graph.Node;
import java.util.List;

/** Up to version 6 the bounds are attributes. */
final class ClipChange implements Change {

    @Override
    public List<String> ops() {
        return List.of("Clip");
    }

    @Override
    public long until() {
        return 11;
    }

    @Override
    public void apply(Node node, Rewriting r) {
        boolean low = node.attributes().has("min");
        boolean high = node.attributes().has("max");
        String least = low ? r.scalar(node.input(0), node.attributes().real("min", 0)) : "";
        if (!low && !high) {
            r.write(node, node.op(), Attributes.NONE, node.input(0));
        } else if (!high) {
            r.write(node, node.op(), Attributes.NONE, node.input(0), least);
        } else {
            String most = r.scalar(node.input(0), node.attributes().real("max", 0));
            r.write(node, node.op(), Attributes.NONE, node.input(0), least, most);
        }
    }
}
