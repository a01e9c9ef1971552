package dev.psld.derive;

import dev.psld.autodiff.DiffException;
import dev.psld.autodiff.DiffRequest;
import dev.psld.autodiff.Differentiator;
import dev.psld.autodiff.ForwardMode;
import dev.psld.autodiff.Mode;
import dev.psld.autodiff.rule.StandardRules;
import dev.psld.graph.Attributes;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Renaming;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import dev.psld.ort.Environment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Graphs of products with the second derivative, Σ wᵢ·∇²yᵢ·v: the pullback differentiated once more. Thread-safe; the
 * environment, which infers shapes, stays the caller's.
 */
public final class SecondOrder {
    private final Environment environment;
    private final Differentiator differentiator;

    public SecondOrder(Environment environment) {
        this(environment, StandardRules.differentiator());
    }

    /**
     * One whose graphs a {@link dev.psld.graph.symbolic.Generalisation} takes, where the differentiator is for any size:
     * nothing in them is folded.
     */
    public SecondOrder(Environment environment, Differentiator differentiator) {
        this.environment = environment;
        this.differentiator = differentiator;
    }

    /** How the pullback is differentiated; both give the same product, as second derivatives are symmetric. */
    public enum Way {
        /** Forward mode of the pullback. */
        FORWARD,
        /** The pullback of the pullback. */
        REVERSE
    }

    /** Name of the product that belongs to a value. */
    public static String product(String x) {
        return x + "_hvp";
    }

    /**
     * The graph, for a prepared one.
     *
     * @return takes {@code <x>_tangent} for every x (v), {@code <y>_cotangent} for every y (w) and forward inputs; gives
     *     {@code <x>_hvp}
     * @throws DiffException where the second derivative is zero everywhere, among others
     */
    public Graph of(Graph prepared, DiffRequest request, Way way) {
        return bent(prepared, request, way)
                .orElseThrow(() -> new DiffException(request.of() + " by " + request.wrt()
                        + " has no second derivative that is not zero: it is made of straight pieces"));
    }

    /** The same, with zeros where the second derivative is zero everywhere. */
    public Graph orZeros(Graph prepared, DiffRequest request, Way way) {
        return bent(prepared, request, way).orElseGet(() -> {
            GraphBuilder none = new GraphBuilder(prepared.name(), prepared.opset());
            prepared.opsets().forEach(none::opset);
            request.of().forEach(y -> none.input(prepared.value(y).renamed(DiffRequest.cotangent(y))));
            return whole(none.build(), prepared, request);
        });
    }

    private Optional<Graph> bent(Graph prepared, DiffRequest request, Way way) {
        if (!request.straightThrough().isEmpty()) {
            throw new DiffException("a value that passes straight through has no second derivative: leave it out");
        }
        Map<String, String> first = new HashMap<>();
        request.wrt().forEach(x -> first.put(DiffRequest.cotangent(x), pulled(x)));
        Graph bare = new ForwardMode(differentiator).pullback(prepared, request);
        Graph pullback = told(Renaming.of(bare, first));
        List<String> bent = request.wrt().stream()
                .filter(pullback::isInput)
                .filter(x -> request.wrt().stream().anyMatch(z -> Differentiator.leads(pullback, x, pulled(z))))
                .toList();
        List<String> bending = request.wrt().stream()
                .map(SecondOrder::pulled)
                .filter(z -> bent.stream().anyMatch(x -> Differentiator.leads(pullback, x, z)))
                .toList();
        if (bent.isEmpty()) {
            return Optional.empty();
        }
        DiffRequest second = new DiffRequest(bent, bending, Mode.RECOMPUTE);
        Map<String, String> names = new HashMap<>();
        Graph made;
        if (way == Way.FORWARD) {
            ForwardMode mode = new ForwardMode(differentiator);
            made = mode.transpose(told(mode.pullback(pullback, second)), second);
            request.wrt().forEach(x -> names.put(pulled(x) + "_tangent", product(x)));
        } else {
            made = differentiator.differentiate(pullback, second).vjp();
            request.wrt().forEach(x -> names.put(DiffRequest.cotangent(pulled(x)), x + "_tangent"));
            request.wrt().forEach(x -> names.put(DiffRequest.cotangent(x), product(x)));
        }
        return Optional.of(whole(Renaming.of(made, names), prepared, request));
    }

    private Graph told(Graph graph) {
        Preparation preparation = new Preparation(environment).withBranches();
        return differentiator.isForAnySize() ? preparation.shaped(graph) : preparation.prepare(graph);
    }

    private static String pulled(String x) {
        return x + "_pulled";
    }

    /** With inputs and outputs for every x, also for those that are not bent. */
    private static Graph whole(Graph made, Graph prepared, DiffRequest request) {
        GraphBuilder whole = made.toBuilder().name(prepared.name() + "_hvp");
        for (String x : request.wrt()) {
            Value value = prepared.value(x);
            if (!made.isInput(x + "_tangent")) {
                whole.input(value.renamed(x + "_tangent"));
            }
            if (made.outputs().stream().noneMatch(o -> o.name().equals(product(x)))) {
                Tensor zero = Tensor.filled(value.type(), Shape.of(1), 0);
                String dims = whole.vector(value.shape().toArray());
                whole.emitAs(product(x), "ConstantOfShape", Attributes.of("value", zero), dims);
                whole.output(value.renamed(product(x)));
            }
        }
        return whole.build();
    }
}
