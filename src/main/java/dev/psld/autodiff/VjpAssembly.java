package dev.psld.autodiff;

import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Node;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Cuts the pullback off from the forward graph that it was written behind, by a {@link TapePlan}. Stateless. */
final class VjpAssembly {
    private VjpAssembly() {}

    /** @param tapeGiven values to hand over, where that was planned before */
    static Vjp assemble(WrittenPullback written, Optional<Set<String>> tapeGiven) {
        Graph forward = written.forward();
        DiffRequest request = written.request();
        List<Node> pullback = written.nodes();
        Set<String> needed = written.needed();
        Optional<SegmentPlan> segments =
                request.limit().filter(limit -> tapeGiven.isEmpty()).flatMap(limit -> segments(written, limit));
        TapePlan plan = segments.map(SegmentPlan::tape)
                .or(() -> tapeGiven.map(given -> TapePlan.given(forward, needed, given)))
                .orElseGet(() -> request.mode() == Mode.TAPE
                        ? TapePlan.smallest(forward, needed)
                        : TapePlan.recompute(forward, needed));
        boolean inside = segments.isPresent() && request.mode() == Mode.RECOMPUTE;
        List<Value> tape = plan.kept().stream()
                .filter(v -> !inside && !forward.isInput(v.name()))
                .toList();

        GraphBuilder vjp = new GraphBuilder(written.whole().name(), forward.opset());
        forward.opsets().forEach(vjp::opset);
        request.of().forEach(y -> vjp.input(forward.value(y).renamed(DiffRequest.cotangent(y))));
        tape.forEach(vjp::input);
        List<Node> again = new ArrayList<>(plan.again());
        Set<String> read = new HashSet<>(needed);
        if (inside) {
            again.addAll(TapePlan.recompute(forward, names(plan.kept())).again());
            again.forEach(n -> n.reads().forEach(read::add));
        }
        forward.inputs().stream()
                .filter(v -> inside ? read.contains(v.name()) : plan.kept().contains(v))
                .forEach(vjp::input);
        Set<String> used = new HashSet<>();
        Stream.concat(again.stream(), pullback.stream()).forEach(n -> n.reads().forEach(used::add));
        for (Map.Entry<String, Tensor> constant : written.whole().constants().entrySet()) {
            if (used.contains(constant.getKey())) {
                vjp.constant(constant.getKey(), constant.getValue());
            }
        }
        segments.ifPresentOrElse(
                cut -> new GatedSegments(forward, cut, pullback, written.results(), vjp).write(inside), () -> {
                    plan.again().forEach(vjp::add);
                    pullback.forEach(n -> vjp.add(n.renamed(written.results())));
                    plan.again()
                            .forEach(n -> n.outputs().stream()
                                    .filter(o -> !o.isEmpty())
                                    .forEach(o -> vjp.know(forward.value(o))));
                });
        request.wrt().forEach(x -> vjp.output(forward.value(x).renamed(DiffRequest.cotangent(x))));

        GraphBuilder taped = forward.toBuilder();
        Stream.concat(request.of().stream().map(forward::value), tape.stream())
                .distinct()
                .filter(v -> forward.outputs().stream().noneMatch(o -> o.name().equals(v.name())))
                .forEach(taped::output);
        long tapeBytes = tape.stream().mapToLong(Value::bytes).sum();
        List<String> notes = new ArrayList<>(notes(written, plan, tapeBytes));
        segments.map(SegmentPlan::note).ifPresent(note -> notes.add(1, note));
        return new Vjp(taped.build(), vjp.build(), tape, tapeBytes, notes);
    }

    /** The segments of a pullback under a limit; none where it can do without. */
    private static Optional<SegmentPlan> segments(WrittenPullback written, TapeLimit limit) {
        Graph forward = written.forward();
        long whole = written.request().mode() == Mode.TAPE
                ? TapePlan.smallest(forward, written.needed()).bytes()
                : written.neededBytes();
        boolean can = GatedSegments.can(forward);
        if (whole <= limit.bytes() || (!can && limit.orLeast())) {
            return Optional.empty();
        }
        if (!can) {
            throw new DiffException("the forward values of “" + forward.name()
                    + "”, which has an If, Loop or Scan, cannot be limited: leave the limit of the tape out");
        }
        return Optional.of(SegmentPlan.within(limit, forward, written.needed()))
                .filter(cut -> !cut.again().isEmpty());
    }

    private static List<String> names(List<Value> values) {
        return values.stream().map(Value::name).toList();
    }

    private static List<String> notes(WrittenPullback written, TapePlan plan, long tapeBytes) {
        Graph forward = written.forward();
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
        notes.add("computed again in the pullback: " + plan.again().size() + " of "
                + forward.nodes().size() + " forward nodes");
        written.activity()
                .cuts()
                .forEach(n -> notes.add("a path ends at " + n.label() + ", whose derivative is zero or not defined"));
        return notes;
    }
}
