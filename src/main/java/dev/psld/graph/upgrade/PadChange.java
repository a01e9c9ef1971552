package dev.psld.graph.upgrade;

import dev.psld.graph.Attributes;
import dev.psld.graph.Node;
import java.util.List;

/** Up to version 2 widths and filling are attributes. */
final class PadChange implements Change {

    @Override
    public List<String> ops() {
        return List.of("Pad");
    }

    @Override
    public long until() {
        return 11;
    }

    @Override
    public void apply(Node node, Rewriting r) {
        long[] widths = node.attributes()
                .integers(r.opset() < 2 ? "paddings" : "pads")
                .orElseThrow(() -> r.refused(node, "it has no widths"));
        Attributes mode = Attributes.of("mode", node.attributes().text("mode", "constant"));
        String value = r.scalar(node.input(0), node.attributes().real("value", 0));
        r.write(node, node.op(), mode, node.input(0), r.vector(widths), value);
    }
}
