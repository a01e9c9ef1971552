package dev.psld.autodiff;

import dev.psld.graph.Node;

/** An operator on the active path that has no rule; the message names operator, node, path and remedy. */
public final class MissingRuleException extends DiffException {
    private static final long serialVersionUID = 1L;

    private final String op;

    MissingRuleException(Node node, String path) {
        super("there is no pullback rule for the operator " + qualified(node) + " at node " + node.label()
                + ", on the path " + path + "; " + remedy(node));
        this.op = qualified(node);
    }

    /** The operator without a rule, with its domain where that is not the default one. */
    public String op() {
        return op;
    }

    private static String qualified(Node node) {
        return node.domain().isEmpty() ? node.op() : node.domain() + "." + node.op();
    }

    private static String remedy(Node node) {
        if (node.op().equals("Loop") || node.op().equals("Scan")) {
            return "export the model with this control flow traced or unrolled, so that the graph has none";
        }
        return node.domain().isEmpty()
                ? "rewrite the model with other operators there, or export it at another opset so that this one is decomposed"
                : "give the model as it was exported, before an optimiser put in operators of its own";
    }
}
