package dev.psld.derive;

import dev.psld.graph.Attributes;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Node;
import dev.psld.graph.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A forward graph whose chosen values can be shifted, for difference quotients by inputs and intermediates alike. Immutable.
 *
 * @param graph takes {@link #shift} of every chosen value, which is added before anything uses it
 * @param names under which name the graph makes a value once it is shifted
 */
record Displacement(Graph graph, Map<String, String> names) {

    /** The further input that is added to a value. */
    static String shift(String value) {
        return value + "_shift";
    }

    /** The name of a result. */
    String result(String y) {
        return names.getOrDefault(y, y);
    }

    /** Shifts every {@code wrt}; the graph gives every {@code of}, and the unshifted {@code wrt} that are no inputs. */
    static Displacement of(Graph forward, List<String> wrt, List<String> of) {
        GraphBuilder moved = new GraphBuilder(forward.name(), forward.opset());
        forward.opsets().forEach(moved::opset);
        forward.inputs().forEach(moved::input);
        wrt.forEach(x -> moved.input(forward.value(x).renamed(shift(x))));
        forward.constants().forEach(moved::constant);
        forward.values().values().forEach(moved::know);
        Map<String, String> names = new HashMap<>();
        wrt.stream().filter(forward::isInput).forEach(x -> add(moved, forward.value(x), names));
        for (Node node : forward.nodes()) {
            moved.add(node.renamed(names));
            node.outputs().stream().filter(wrt::contains).forEach(x -> add(moved, forward.value(x), names));
        }
        of.forEach(y -> moved.output(forward.value(y).renamed(names.getOrDefault(y, y))));
        wrt.stream().filter(x -> !forward.isInput(x)).forEach(x -> moved.output(forward.value(x)));
        return new Displacement(moved.build(), Map.copyOf(names));
    }

    private static void add(GraphBuilder graph, Value x, Map<String, String> names) {
        String shifted = x.name() + "_shifted";
        graph.know(x.renamed(shifted));
        names.put(x.name(), graph.emitAs(shifted, "Add", Attributes.NONE, x.name(), shift(x.name())));
    }
}
