package dev.psld.autodiff;

import dev.psld.graph.Attributes;
import dev.psld.graph.Node;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Several nodes that one rule differentiates together, because their joint pullback is cheaper than the chain's. Immutable.
 *
 * @param nodes the nodes, the last one making the only value that others use
 * @param as what the rule sees: inputs and output of the whole
 */
public record Fusion(List<Node> nodes, Node as, Rule rule) {

    public Fusion {
        nodes = List.copyOf(nodes);
    }

    /** What the rule sees: an operator of this name with the outputs of the last node. */
    public static Node as(String op, Attributes attributes, Node last, String... inputs) {
        return new Node(last.name(), op, "", List.of(inputs), last.outputs(), attributes);
    }

    /** True when every active value that comes in from outside is an input that the rule sees. */
    boolean shows(Activity activity) {
        Set<String> inside = new HashSet<>(as.inputs());
        nodes.forEach(n -> inside.addAll(n.outputs()));
        return nodes.stream()
                .flatMap(n -> n.inputs().stream())
                .allMatch(i -> inside.contains(i) || !activity.isActive(i));
    }
}
