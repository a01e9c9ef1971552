package dev.psld.graph;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One operator application. Immutable. An omitted optional input or output is the empty string, as in ONNX; the default
 * domain is the empty string.
 */
public record Node(
        String name, String op, String domain, List<String> inputs, List<String> outputs, Attributes attributes) {

    public Node {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** Input {@code i}, or the empty string when the node has fewer. */
    public String input(int i) {
        return i < inputs.size() ? inputs.get(i) : "";
    }

    public boolean hasInput(int i) {
        return !input(i).isEmpty();
    }

    /** Every value that the node reads: its inputs, and what bodies of If, Loop or Scan take from around them. */
    public Stream<String> reads() {
        return Stream.concat(inputs.stream().filter(i -> !i.isEmpty()), attributes.usedInBodies());
    }

    /** The same node with these names of values replaced, in its bodies too; others stay. */
    public Node renamed(Map<String, String> names) {
        return new Node(
                name,
                op,
                domain,
                inputs.stream().map(i -> names.getOrDefault(i, i)).toList(),
                outputs.stream().map(o -> names.getOrDefault(o, o)).toList(),
                attributes.withNames(names));
    }

    public String output() {
        return outputs.get(0);
    }

    /** How a message names this node: its own name, or its first output where it has none. */
    public String label() {
        return name.isEmpty() ? op + " → " + outputs.get(0) : op + " “" + name + "”";
    }
}
