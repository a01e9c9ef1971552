package dev.psld.autodiff;

import dev.psld.autodiff.reference.Array;
import dev.psld.autodiff.reference.ReferenceInterpreter;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Node;
import dev.psld.graph.Shape;
import dev.psld.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * One small graph on which rules are tested, at opsets from 11 to 22 that allow it. Immutable.
 *
 * @param home the opset that it was written for; one beyond 22 for operators that are younger
 * @param since the first opset at which it means what it was written for, and {@code until} the last
 * @param ort false for what ONNX Runtime has no kernel for on the CPU
 */
record RuleCase(String name, long home, long since, long until, boolean ort, Function<CaseGraph, String> body) {
    private static final long OLDEST = 11;
    private static final long NEWEST = 26;

    /** Opsets that changed how pullbacks are written: axes as inputs, scattering with addition. */
    private static final List<Long> TURNS = List.of(13L, 16L, 18L);

    /** A case written for opset 17. */
    static RuleCase rule(String name, Function<CaseGraph, String> body) {
        return new RuleCase(name, 17, OLDEST, NEWEST, true, body);
    }

    RuleCase opset(long other) {
        return new RuleCase(name, other, since, Math.max(until, other), ort, body);
    }

    RuleCase since(long first) {
        return new RuleCase(name, Math.max(home, first), first, until, ort, body);
    }

    RuleCase until(long last) {
        return new RuleCase(name, Math.min(home, last), since, last, ort, body);
    }

    RuleCase withoutOrt() {
        return new RuleCase(name, home, since, until, false, body);
    }

    /** The opsets at which this case may stand, oldest first. */
    List<Long> allowed() {
        List<Node> nodes = in(ElementType.FLOAT, home).graph().nodes();
        return LongStream.rangeClosed(since, until)
                .filter(o -> nodes.stream().allMatch(n -> Schemas.allows(n, o)))
                .boxed()
                .toList();
    }

    /** Those at which it is worth a run, its home first: both ends and the turns between. */
    List<Long> opsets() {
        List<Long> allowed = allowed();
        long first = allowed.contains(home) ? home : allowed.get(0);
        TreeSet<Long> worth = new TreeSet<>(TURNS);
        worth.retainAll(allowed);
        worth.add(allowed.get(0));
        worth.add(allowed.get(allowed.size() - 1));
        worth.remove(first);
        return Stream.concat(Stream.of(first), worth.stream()).toList();
    }

    /** The case in one number type at its first opset: its graph with all shapes, its inputs, and what is differentiated. */
    Instance in(ElementType type) {
        return in(type, opsets().get(0));
    }

    Instance in(ElementType type, long opset) {
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
