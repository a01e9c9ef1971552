package dev.psld.autodiff;

import dev.psld.graph.DeadCode;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Node;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Cuts the pullback off from the forward graph that it was written behind, by a {@link TapePlan}. Stateless. */
final class VjpAssembly {
    private VjpAssembly() {}

    static Vjp assemble(
            Graph forward,
            DiffRequest request,
            Activity activity,
            GraphBuilder joint,
            Cotangents cotangents,
            Optional<Set<String>> tapeGiven) {
        Map<String, String> results = new HashMap<>();
        for (String x : request.wrt()) {
            String raw = cotangents.of(x).orElseThrow(() -> new DiffException("“" + x + "” got no cotangent"));
            String named = results.containsKey(raw) || isInput(raw, request) ? joint.emit("Identity", raw) : raw;
            results.put(named, DiffRequest.cotangent(x));
            joint.output(forward.value(x).renamed(named));
        }
        Set<Node> own = new HashSet<>(forward.nodes());
        Graph whole = DeadCode.prune(joint.build());
        List<Node> pullback =
                whole.nodes().stream().filter(n -> !own.contains(n)).toList();
        Set<String> needed = new LinkedHashSet<>();
        pullback.forEach(n -> n.reads().forEach(needed::add));
        needed.retainAll(forward.values().keySet());
        needed.removeAll(forward.constants().keySet());

        TapePlan plan = tapeGiven
                .map(given -> TapePlan.given(forward, needed, given))
                .orElseGet(() -> request.mode() == Mode.TAPE
                        ? TapePlan.smallest(forward, needed)
                        : TapePlan.recompute(forward, needed));
        List<Value> tape =
                plan.kept().stream().filter(v -> !forward.isInput(v.name())).toList();
        List<Node> nodes = new ArrayList<>(plan.again());
        pullback.forEach(n -> nodes.add(n.renamed(results)));

        GraphBuilder vjp = new GraphBuilder(whole.name(), forward.opset());
        forward.opsets().forEach(vjp::opset);
        request.of().forEach(y -> vjp.input(forward.value(y).renamed(DiffRequest.cotangent(y))));
        tape.forEach(vjp::input);
        plan.kept().stream().filter(v -> forward.isInput(v.name())).forEach(vjp::input);
        Set<String> used = new HashSet<>();
        nodes.forEach(n -> n.reads().forEach(used::add));
        for (Map.Entry<String, Tensor> constant : whole.constants().entrySet()) {
            if (used.contains(constant.getKey())) {
                vjp.constant(constant.getKey(), constant.getValue());
            }
        }
        nodes.forEach(vjp::add);
        plan.again()
                .forEach(n -> n.outputs().stream().filter(o -> !o.isEmpty()).forEach(o -> vjp.know(forward.value(o))));
        request.wrt().forEach(x -> vjp.output(forward.value(x).renamed(DiffRequest.cotangent(x))));

        GraphBuilder taped = forward.toBuilder();
        Stream.concat(request.of().stream().map(forward::value), tape.stream())
                .distinct()
                .filter(v -> forward.outputs().stream().noneMatch(o -> o.name().equals(v.name())))
                .forEach(taped::output);
        long tapeBytes = tape.stream().mapToLong(Value::bytes).sum();
        return new Vjp(taped.build(), vjp.build(), tape, tapeBytes, notes(forward, activity, needed, plan, tapeBytes));
    }

    private static boolean isInput(String name, DiffRequest request) {
        return request.of().stream().anyMatch(y -> name.equals(DiffRequest.cotangent(y)));
    }

    private static List<String> notes(
            Graph forward, Activity activity, Set<String> needed, TapePlan plan, long tapeBytes) {
        List<String> notes = new ArrayList<>();
        long every = forward.nodes().stream()
                .flatMap(n -> n.outputs().stream())
                .filter(activity::isActive)
                .mapToLong(o -> forward.value(o).bytes())
                .sum();
        long direct = needed.stream().mapToLong(n -> forward.value(n).bytes()).sum();
        notes.add(String.format(
                Locale.ROOT,
                "tape: %.2f MB (every active value %.2f MB, every value that a rule asks for %.2f MB)",
                tapeBytes / 1e6,
                every / 1e6,
                direct / 1e6));
        notes.add("computed again in the pullback: " + plan.again().size() + " of "
                + forward.nodes().size() + " forward nodes");
        activity.cuts()
                .forEach(n -> notes.add("a path ends at " + n.label() + ", whose derivative is zero or not defined"));
        return notes;
    }
}
