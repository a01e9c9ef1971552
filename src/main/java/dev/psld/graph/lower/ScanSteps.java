package dev.psld.graph.lower;

import dev.psld.graph.Attributes;
import dev.psld.graph.Graph;
import dev.psld.graph.Node;
import dev.psld.graph.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A Scan over axes of known length, the steps one after the other. Stateless. */
final class ScanSteps {
    private ScanSteps() {}

    static boolean written(Node node, Lowering w) {
        Optional<Graph> read = node.attributes().body("body").map(w::body);
        if (read.isEmpty()) {
            return false;
        }
        Graph body = read.get();
        Attributes a = node.attributes();
        int scanned = (int) a.integer("num_scan_inputs", 1);
        int carried = node.inputs().size() - scanned;
        int made = body.outputs().size() - carried;
        long[] axes = a.integers("scan_input_axes").orElse(new long[scanned]);
        long[] back = a.integers("scan_input_directions").orElse(new long[scanned]);
        long[] outAxes = a.integers("scan_output_axes").orElse(new long[made]);
        long[] outBack = a.integers("scan_output_directions").orElse(new long[made]);
        Optional<Shape> first = w.shape(node.input(carried))
                .or(() -> w.constant(node.input(carried)).map(t -> t.shape()));
        if (first.isEmpty()) {
            return false;
        }
        long count = first.get().dim((int) axes[0]);
        if (count == 0 || !w.fits(body, count)) {
            return false;
        }
        List<String> states = new ArrayList<>(node.inputs().subList(0, carried));
        List<List<String>> rows = new ArrayList<>();
        for (int k = 0; k < made; k++) {
            rows.add(new ArrayList<>());
        }
        for (long step = 0; step < count; step++) {
            List<String> feeds = new ArrayList<>(states);
            for (int k = 0; k < scanned; k++) {
                feeds.add(w.entry(node.input(carried + k), axes[k], back[k] == 0 ? step : count - 1 - step));
            }
            List<String> results = w.inlined(body, feeds);
            states = new ArrayList<>(results.subList(0, carried));
            for (int k = 0; k < made; k++) {
                rows.get(k).add(outBack[k] == 0 ? rows.get(k).size() : 0, results.get(carried + k));
            }
        }
        for (int k = 0; k < node.outputs().size(); k++) {
            if (k < carried) {
                w.output(node.outputs().get(k), states.get(k));
            } else {
                w.stacked(node.outputs().get(k), rows.get(k - carried), outAxes[k - carried]);
            }
        }
        return true;
    }
}
