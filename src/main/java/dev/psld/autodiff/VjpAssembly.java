package dev.psld.autodiff;

import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Node;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Cuts the pullback off from the forward graph that it was written behind, by a {@link TapePlan}. Used once. */
final class VjpAssembly {
    private final WrittenPullback written;
    private final Graph forward;
    private final DiffRequest request;
    private final Optional<TapeLimit> limit;
    private final Optional<SegmentPlan> segments;
    private final TapePlan plan;
    /** Whether the values that segments begin with are made in the pullback too. */
    private final boolean inside;

    /**
     * @param tapeGiven values to hand over, where that was planned before
     * @param limit of the values that are held
     */
    VjpAssembly(WrittenPullback written, Optional<Set<String>> tapeGiven, Optional<TapeLimit> limit) {
        this.written = written;
        forward = written.forward();
        request = written.request();
        Set<String> needed = written.needed();
        this.limit = limit;
        TapePlan unlimited = tapeGiven
                .map(given -> TapePlan.given(forward, needed, given))
                .orElseGet(() -> request.mode() == Mode.TAPE
                        ? TapePlan.smallest(forward, needed)
                        : TapePlan.recompute(forward, needed));
        long whole = request.mode() == Mode.TAPE ? unlimited.bytes() : written.neededBytes();
        segments = limit.filter(most -> whole > most.bytes()).flatMap(this::cut);
        plan = segments.map(SegmentPlan::tape).orElse(unlimited);
        inside = segments.isPresent() && request.mode() == Mode.RECOMPUTE;
    }

    /** The segments of a pullback under a limit that it does not keep by itself; none where there can be none. */
    private Optional<SegmentPlan> cut(TapeLimit most) {
        boolean bodies = forward.nodes().stream()
                .anyMatch(n -> n.reads().count()
                        > n.inputs().stream().filter(i -> !i.isEmpty()).count());
        if (bodies && request.mode() == Mode.RECOMPUTE) {
            // What a body reads of the graph around it would have to be called otherwise there.
            if (most.orLeast()) {
                return Optional.empty();
            }
            throw new DiffException("“" + forward.name() + "” has an If, Loop or Scan that reads values around it, so"
                    + " that what it holds cannot be limited in mode recompute: limit it in mode tape");
        }
        return Optional.of(SegmentPlan.within(most, forward, written.needed()))
                .filter(cut -> !cut.again().isEmpty());
    }

    Vjp assemble() {
        List<Value> tape = plan.kept().stream()
                .filter(v -> !inside && !forward.isInput(v.name()))
                .toList();
        List<Node> first =
                inside ? TapePlan.recompute(forward, names(plan.kept())).again() : List.of();
        GraphBuilder vjp = new GraphBuilder(written.whole().name(), forward.opset());
        forward.opsets().forEach(vjp::opset);
        request.of().forEach(y -> vjp.input(forward.value(y).renamed(DiffRequest.cotangent(y))));
        tape.forEach(vjp::input);
        Set<String> read = new HashSet<>();
        Stream.of(first, plan.again(), written.nodes())
                .flatMap(List::stream)
                .forEach(n -> n.reads().forEach(read::add));
        forward.inputs().stream().filter(v -> read.contains(v.name())).forEach(vjp::input);
        for (Map.Entry<String, Tensor> constant : written.whole().constants().entrySet()) {
            if (read.contains(constant.getKey())) {
                vjp.constant(constant.getKey(), constant.getValue());
            }
        }
        write(vjp, first);
        request.wrt().forEach(x -> vjp.output(forward.value(x).renamed(DiffRequest.cotangent(x))));

        GraphBuilder taped = forward.toBuilder();
        Stream.concat(request.of().stream().map(forward::value), tape.stream())
                .distinct()
                .filter(v -> forward.outputs().stream().noneMatch(o -> o.name().equals(v.name())))
                .forEach(taped::output);
        long tapeBytes = tape.stream().mapToLong(Value::bytes).sum();
        return new Vjp(taped.build(), vjp.build(), tape, tapeBytes, notes(tapeBytes));
    }

    /** @param first forward nodes that make what the segments begin with */
    private void write(GraphBuilder vjp, List<Node> first) {
        Stream.concat(forward.nodes().stream(), written.nodes().stream())
                .flatMap(n -> n.outputs().stream())
                .forEach(vjp::reserve);
        Map<String, Value> known = new HashMap<>(forward.values());
        first.forEach(vjp::add);
        first.forEach(n -> made(n).forEach(vjp::know));
        Set<Node> there = new HashSet<>(first);
        Map<String, String> names = new HashMap<>(written.results());
        List<Node> again = new ArrayList<>();
        for (Node node : plan.again()) {
            boolean second = there.contains(node);
            if (second && forward.isFixed(node.output())) {
                continue;
            }
            for (Value value : made(node)) {
                Value other = value.renamed(second ? vjp.fresh(value.name()) : value.name());
                names.put(value.name(), other.name());
                known.put(other.name(), other);
                vjp.know(other);
            }
            Node named = node.renamed(names);
            again.add(
                    second
                            ? new Node(
                                    "", named.op(), named.domain(), named.inputs(), named.outputs(), named.attributes())
                            : named);
        }
        List<Node> pullback =
                written.nodes().stream().map(n -> n.renamed(names)).toList();
        if (limit.isEmpty()) {
            again.forEach(vjp::add);
            pullback.forEach(vjp::add);
        } else {
            Set<String> fixed = new HashSet<>(written.whole().constants().keySet());
            forward.values().keySet().stream().filter(forward::isFixed).forEach(fixed::add);
            Set<String> seeds = new HashSet<>();
            request.of().forEach(y -> seeds.add(DiffRequest.cotangent(y)));
            new LateForward(vjp, known, fixed).write(again, pullback, seeds);
        }
    }

    private List<Value> made(Node node) {
        return node.outputs().stream()
                .filter(o -> !o.isEmpty())
                .map(forward::value)
                .toList();
    }

    private static List<String> names(List<Value> values) {
        return values.stream().map(Value::name).toList();
    }

    private List<String> notes(long tapeBytes) {
        List<String> notes = new ArrayList<>();
        long every = forward.nodes().stream()
                .flatMap(n -> n.outputs().stream())
                .filter(written.activity()::isActive)
                .mapToLong(o -> forward.value(o).bytes())
                .sum();
        notes.add(String.format(
                Locale.ROOT,
                "tape: %.2f MB (every active value %.2f MB, every value that a rule asks for %.2f MB)",
                tapeBytes / 1e6,
                every / 1e6,
                written.neededBytes() / 1e6));
        segments.map(SegmentPlan::note).ifPresent(notes::add);
        notes.add("computed again in the pullback: " + plan.again().size() + " of "
                + forward.nodes().size() + " forward nodes");
        written.activity()
                .cuts()
                .forEach(n -> notes.add("a path ends at " + n.label() + ", whose derivative is zero or not defined"));
        return notes;
    }
}
