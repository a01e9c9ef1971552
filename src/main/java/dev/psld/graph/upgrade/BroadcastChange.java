package dev.psld.graph.upgrade;

import dev.psld.graph.Node;
import java.util.List;

/** Up to version 6 an operand is stretched only when asked, from an axis on; since then always, from the last axis on. */
final class BroadcastChange implements Change {

    @Override
    public List<String> ops() {
        return List.of("Add", "And", "Div", "Equal", "Greater", "Less", "Mul", "Or", "Pow", "Sub", "Xor");
    }

    @Override
    public long until() {
        return 7;
    }

    @Override
    public void apply(Node node, Rewriting r) {
        long axis = node.attributes().integer("axis", -1);
        boolean shifted = node.attributes().integer("broadcast", 0) != 0 && axis >= 0;
        String second = shifted ? Aligned.at(r, node.input(0), node.input(1), axis) : node.input(1);
        r.write(node, node.op(), node.attributes().without("axis").without("broadcast"), node.input(0), second);
    }
}
