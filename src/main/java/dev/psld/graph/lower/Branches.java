package dev.psld.graph.lower;

import dev.psld.graph.Attributes;
import dev.psld.graph.Graph;
import dev.psld.graph.Node;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * If written out: the branch that a constant condition takes; both, and a choice, where the condition is computed. Of
 * branches whose results differ in shape the choice has no meaning, which shape inference finds. Stateless.
 */
final class Branches {
    private Branches() {}

    static boolean written(Node node, Lowering w) {
        Optional<Attributes.Subgraph> yes = node.attributes().body("then_branch");
        Optional<Attributes.Subgraph> no = node.attributes().body("else_branch");
        if (yes.isEmpty() || no.isEmpty()) {
            return false;
        }
        Optional<Tensor> condition = w.constant(node.input(0));
        if (condition.isPresent()) {
            Graph body = w.body(condition.get().toDoubles()[0] != 0 ? yes.get() : no.get());
            List<String> results = w.inlined(body, List.of());
            for (int k = 0; k < node.outputs().size(); k++) {
                w.output(node.outputs().get(k), results.get(k));
            }
            return true;
        }
        if (!w.choosing() || !sameShapes(w.body(yes.get()), w.body(no.get()))) {
            return false;
        }
        String chosenBy = scalar(node.input(0), w);
        List<String> taken = w.inlined(w.body(yes.get()), List.of());
        List<String> other = w.inlined(w.body(no.get()), List.of());
        for (int k = 0; k < node.outputs().size(); k++) {
            List<String> choice = List.of(chosenBy, taken.get(k), other.get(k));
            w.builder()
                    .add(new Node(
                            ControlFlow.CHOICE + node.label() + (k == 0 ? "" : " output " + k),
                            "Where",
                            "",
                            choice,
                            List.of(node.outputs().get(k)),
                            Attributes.NONE));
        }
        return true;
    }

    /** The condition without dimensions, which results without any would get from it. */
    private static String scalar(String condition, Lowering w) {
        return w.shape(condition).filter(s -> s.rank() == 0).isPresent()
                ? condition
                : w.builder().emit("Reshape", condition, w.builder().vector());
    }

    /** False where the branches declare results of different shapes. */
    private static boolean sameShapes(Graph yes, Graph no) {
        for (int k = 0; k < yes.outputs().size(); k++) {
            Shape one = yes.outputs().get(k).shape();
            Shape other = no.outputs().get(k).shape();
            if (one.isStatic() && other.isStatic() && !one.equals(other)) {
                return false;
            }
        }
        return true;
    }
}
