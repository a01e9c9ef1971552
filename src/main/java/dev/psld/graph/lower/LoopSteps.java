package dev.psld.graph.lower;

import dev.psld.graph.Graph;
import dev.psld.graph.Node;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A Loop of a constant number of steps, the steps one after the other. Stateless. */
final class LoopSteps {
    private LoopSteps() {}

    static boolean written(Node node, Lowering w) {
        Optional<Graph> read = node.attributes().body("body").map(w::body);
        Optional<Tensor> steps = w.constant(node.input(0));
        if (read.isEmpty() || steps.isEmpty()) {
            return false;
        }
        Graph body = read.get();
        long count = steps.get().toLongs()[0];
        Optional<Tensor> start = w.constant(node.input(1));
        if (node.hasInput(1) && start.isEmpty()) {
            return false;
        }
        if (start.isPresent() && start.get().toDoubles()[0] == 0) {
            count = 0;
        }
        if (!goesOn(body) || !w.fits(body, count)) {
            return false;
        }
        int carried = body.inputs().size() - 2;
        int scanned = body.outputs().size() - 1 - carried;
        if (count == 0 && scanned > 0) {
            return false;
        }
        List<String> states = new ArrayList<>(node.inputs().subList(2, 2 + carried));
        List<List<String>> rows = new ArrayList<>();
        for (int k = 0; k < scanned; k++) {
            rows.add(new ArrayList<>());
        }
        for (long step = 0; step < count; step++) {
            List<String> feeds = new ArrayList<>();
            feeds.add(w.builder().constant(Tensor.longs(Shape.of(), step)));
            feeds.add(node.hasInput(1) ? node.input(1) : w.builder().constant(Truth.yes()));
            feeds.addAll(states);
            List<String> results = w.inlined(body, feeds);
            states = new ArrayList<>(results.subList(1, 1 + carried));
            for (int k = 0; k < scanned; k++) {
                rows.get(k).add(results.get(1 + carried + k));
            }
        }
        for (int k = 0; k < node.outputs().size(); k++) {
            String name = node.outputs().get(k);
            if (k < carried) {
                Sequences.copied(w, name, states.get(k));
            } else {
                w.stacked(name, rows.get(k - carried), 0);
            }
        }
        return true;
    }

    /** True where the body's condition is the one that it was given, or true. */
    private static boolean goesOn(Graph body) {
        String condition = body.outputs().get(0).name();
        while (true) {
            if (condition.equals(body.inputs().get(1).name())) {
                return true;
            }
            Optional<Tensor> constant = body.constant(condition);
            if (constant.isPresent()) {
                return constant.get().toDoubles()[0] != 0;
            }
            Optional<Node> copy =
                    body.producer(condition).filter(n -> n.op().equals("Identity") || n.op().equals("Cast"));
            if (copy.isEmpty()) {
                return false;
            }
            condition = copy.get().input(0);
        }
    }
}
