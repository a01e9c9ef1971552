package dev.psld.autodiff;

import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Node;
import dev.psld.graph.Renaming;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Jacobian-vector products by transposing the pullback once more: a pullback is linear in its cotangents, so its own
 * pullback by them is J. Immutable and thread-safe.
 *
 * <p>It takes two steps, because the nodes that a pullback is made of have no shapes yet: make the {@link #pullback}, let
 * shapes be inferred for it (by {@code derive.Tangents}, or any other program), then {@link #transpose} it.
 */
public final class ForwardMode {
    private final Differentiator differentiator;

    public ForwardMode(Differentiator differentiator) {
        this.differentiator = differentiator;
    }

    /** The pullback to transpose: it runs the forward inside, so that the result needs no tape. */
    public Graph pullback(Graph forward, DiffRequest request) {
        return differentiator
                .differentiate(
                        forward,
                        new DiffRequest(request.wrt(), request.of(), Mode.RECOMPUTE, request.straightThrough()))
                .vjp();
    }

    /**
     * The Jacobian-vector product.
     *
     * @param pullback the graph of {@link #pullback}, with type and shape of every value
     * @return takes {@code <x>_tangent} for every x, then the forward inputs that it needs; gives {@code <y>_tangent}
     */
    public Graph transpose(Graph pullback, DiffRequest request) {
        List<String> cotangents =
                request.of().stream().map(y -> DiffRequest.cotangent(y)).toList();
        Set<String> reached = reached(pullback, cotangents);
        // What no cotangent reaches is zero: a result by a value that has no influence here.
        List<String> results = request.wrt().stream()
                .map(x -> DiffRequest.cotangent(x))
                .filter(reached::contains)
                .toList();
        Graph twice = differentiator
                .differentiate(pullback, new DiffRequest(cotangents, results, Mode.RECOMPUTE))
                .vjp();
        Map<String, String> names = new HashMap<>();
        request.wrt().forEach(x -> names.put(DiffRequest.cotangent(DiffRequest.cotangent(x)), x + "_tangent"));
        request.of().forEach(y -> names.put(DiffRequest.cotangent(DiffRequest.cotangent(y)), y + "_tangent"));
        names.values().stream()
                .filter(n -> twice.values().containsKey(n) || twice.producer(n).isPresent())
                .findFirst()
                .ifPresent(n -> {
                    throw new DiffException(
                            "the model has a value “" + n + "” already, a name that forward mode needs: rename it");
                });
        Graph named = Renaming.of(twice, names);
        GraphBuilder whole = named.toBuilder();
        request.wrt().stream()
                .filter(x -> !named.isInput(x + "_tangent"))
                .forEach(x ->
                        whole.input(pullback.value(DiffRequest.cotangent(x)).renamed(x + "_tangent")));
        return whole.build();
    }

    private static Set<String> reached(Graph graph, List<String> from) {
        Set<String> reached = new HashSet<>(from);
        for (Node node : graph.nodes()) {
            if (!FlatOps.contains(node.op()) && node.reads().anyMatch(reached::contains)) {
                reached.addAll(node.outputs());
            }
        }
        return reached;
    }
}
