package dev.psld.autodiff;

import dev.psld.autodiff.reference.Array;
import dev.psld.autodiff.reference.ReferenceInterpreter;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Shape;
import dev.psld.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One small graph on which rules are tested. Immutable.
 *
 * @param ort false for what ONNX Runtime has no kernel for on the CPU at this opset
 */
record RuleCase(String name, long opset, boolean ort, Function<CaseGraph, String> body) {

    /** A case at opset 17. */
    static RuleCase rule(String name, Function<CaseGraph, String> body) {
        return new RuleCase(name, 17, true, body);
    }

    RuleCase opset(long other) {
        return new RuleCase(name + " (opset " + other + ")", other, ort, body);
    }

    RuleCase withoutOrt() {
        return new RuleCase(name, opset, false, body);
    }

    /** The case in one number type: its graph with all shapes, its inputs, and what is differentiated. */
    Instance in(ElementType type) {
        CaseGraph writer = new CaseGraph(type, opset, name.hashCode());
        writer.outputs.add(0, body.apply(writer));
        GraphBuilder builder = writer.builder;
        writer.outputs.forEach(o -> builder.output(new Value(o, type, Shape.of(-1))));
        Graph bare = builder.build();
        Map<String, Array> values = ReferenceInterpreter.run(bare, writer.inputs);
        GraphBuilder whole = bare.toBuilder().clearOutputs();
        values.forEach((n, a) -> whole.know(new Value(n, a.type(), a.shape())));
        writer.outputs.forEach(
                o -> whole.output(new Value(o, type, value(values, o).shape())));
        return new Instance(whole.build(), writer.inputs, List.copyOf(writer.outputs));
    }

    private static Array value(Map<String, Array> values, String name) {
        return Optional.ofNullable(values.get(name)).orElseThrow();
    }

    /** A case made concrete. Immutable. */
    record Instance(Graph graph, Map<String, Array> inputs, List<String> of) {

        DiffRequest request(Mode mode) {
            return new DiffRequest(new ArrayList<>(inputs.keySet()), of, mode);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
