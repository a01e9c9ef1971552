package dev.psld.autodiff;

import dev.psld.graph.DeadCode;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Node;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A pullback as it was written behind its forward graph. Immutable.
 *
 * @param whole both, with what no result needs left out
 * @param nodes those of the pullback, in order
 * @param results what the cotangents that it gives are to be called, by the names that they have
 * @param needed forward values that it reads, constants aside
 */
record WrittenPullback(
        Graph forward,
        DiffRequest request,
        Activity activity,
        Graph whole,
        List<Node> nodes,
        Map<String, String> results,
        Set<String> needed) {

    WrittenPullback {
        nodes = List.copyOf(nodes);
        results = Map.copyOf(results);
    }

    static WrittenPullback of(
            Graph forward, DiffRequest request, Activity activity, GraphBuilder joint, Cotangents cotangents) {
        Map<String, String> results = new HashMap<>();
        for (String x : request.wrt()) {
            String raw = cotangents
                    .of(x)
                    .orElseThrow(() -> new DiffException("“" + x
                            + "” only chooses places or sizes on its way to what is differentiated, which has no derivative:"
                            + " differentiate by another value"));
            String named = results.containsKey(raw) || isSeed(raw, request) ? joint.emit("Identity", raw) : raw;
            results.put(named, DiffRequest.cotangent(x));
            joint.output(forward.value(x).renamed(named));
        }
        Set<Node> own = new HashSet<>(forward.nodes());
        Graph whole = DeadCode.prune(joint.build());
        List<Node> nodes = whole.nodes().stream().filter(n -> !own.contains(n)).toList();
        Set<String> needed = new LinkedHashSet<>();
        nodes.forEach(n -> n.reads().forEach(needed::add));
        needed.retainAll(forward.values().keySet());
        needed.removeAll(forward.constants().keySet());
        return new WrittenPullback(forward, request, activity, whole, nodes, results, needed);
    }

    private static boolean isSeed(String name, DiffRequest request) {
        return request.of().stream().anyMatch(y -> name.equals(DiffRequest.cotangent(y)));
    }

    /** Bytes of the forward values that it reads. */
    long neededBytes() {
        return needed.stream().mapToLong(n -> forward.value(n).bytes()).sum();
    }
}
