package dev.psld.autodiff;

import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Node;
import dev.psld.graph.OnnxReader;
import dev.psld.graph.RandomNodes;
import dev.psld.graph.upgrade.OpsetUpgrade;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the vector-Jacobian product of an ONNX graph as another ONNX graph, in reverse mode. Immutable and thread-safe.
 *
 * <p>Only values that depend on the differentiated ones and influence the result get cotangents. The pullback is written
 * behind the forward graph, node by node from the end, asking for forward values as it needs them; then a
 * {@link TapePlan} decides which of those the forward graph hands over.
 *
 * <p>As a library this class needs {@code dev.psld.graph} and the protobuf classes only: {@link #differentiate(byte[],
 * DiffRequest)} takes ONNX bytes and gives ONNX bytes, and runs nothing.
 */
public final class Differentiator {
    private final RuleBook rules;
    private final boolean anySize;
    private final boolean seedsAreFinite;

    /**
     * A differentiator that knows these rules.
     *
     * @param rules what is known of operators: {@code autodiff.rule.StandardRules.book()}, or that with rules of one's own
     */
    public Differentiator(RuleBook rules) {
        this(rules, false, true);
    }

    private Differentiator(RuleBook rules, boolean anySize, boolean seedsAreFinite) {
        this.rules = rules;
        this.anySize = anySize;
        this.seedsAreFinite = seedsAreFinite;
    }

    /** One whose rules prefer forms that a graph of any size can have over tables made for one size. */
    public Differentiator forAnySize() {
        return new Differentiator(rules, true, seedsAreFinite);
    }

    /** One for a part of a graph, into which infinite cotangents may come. */
    Differentiator forParts() {
        return new Differentiator(rules, anySize, false);
    }

    /** Whether it is of {@link #forAnySize}. */
    public boolean isForAnySize() {
        return anySize;
    }

    /** True where a value of a graph can have a cotangent by another one that is not zero everywhere. */
    public static boolean leads(Graph graph, String wrt, String of) {
        return Activity.leads(graph, wrt, of);
    }

    /**
     * Differentiates a model given as ONNX bytes, with its weights inside.
     *
     * <p>The file must tell the shape of every value: fixed sizes of inputs and outputs, and {@code value_info} for the
     * values between, as PyTorch's dynamo exporter writes it and {@code onnx.shape_inference} adds it. Shapes that a graph
     * computes at run time must be constants. Where a file is not like that, {@code derive.Preparation} makes it so with
     * ONNX Runtime.
     *
     * @param model up to 2 GiB
     * @return {@link Vjp#forwardBytes} and {@link Vjp#pullbackBytes} write both graphs
     * @throws dev.psld.graph.GraphException where the bytes are no model
     * @throws MissingRuleException where an operator on the active path has no rule
     * @throws DiffException where the request has no answer: no path, a shape unknown, an integer value
     */
    public Vjp differentiate(byte[] model, DiffRequest request) {
        return differentiate(OpsetUpgrade.upgraded(OnnxReader.read(model)), request);
    }

    /**
     * Differentiates a graph.
     *
     * @param forward a graph of static shapes that knows type and shape of every value
     * @throws MissingRuleException where an operator on the active path has no rule
     * @throws DiffException where the request has no answer: no path, a shape unknown, an integer value
     */
    public Vjp differentiate(Graph forward, DiffRequest request) {
        return differentiate(forward, request, Optional.empty());
    }

    /**
     * The same with a tape that was planned before, for a graph of other sizes.
     *
     * @param tape values of the forward to hand over; what the pullback needs beside them it computes again
     */
    public Vjp differentiate(Graph forward, DiffRequest request, Set<String> tape) {
        return differentiate(forward, request, Optional.of(tape));
    }

    private Vjp differentiate(Graph forward, DiffRequest request, Optional<Set<String>> tape) {
        Optional<TapeLimit> limit = request.limit().filter(most -> !anySize && tape.isEmpty());
        return new VjpAssembly(written(forward, request), tape, limit).assemble();
    }

    /**
     * What limits of the tape there are to choose from, from the one that holds least to the one that computes nothing dear again.
     *
     * @throws DiffException as {@link #differentiate(Graph, DiffRequest)} does
     */
    public List<TapePoint> tapeCurve(Graph forward, DiffRequest request) {
        return SegmentPlan.curve(forward, written(forward, request).needed()).stream()
                .map(SegmentPlan::point)
                .toList();
    }

    private WrittenPullback written(Graph forward, DiffRequest request) {
        requireSameEveryRun(forward, request);
        requireRules(forward);
        requireShapes(forward);
        Graph seen = StraightThrough.seen(forward, request.straightThrough());
        Activity activity = Activity.of(seen, request);
        GraphBuilder builder = forward.toBuilder().name(forward.name() + "_vjp").clearOutputs();
        Cotangents cotangents = new Cotangents(builder);
        for (String y : request.of()) {
            cotangents.add(y, builder.input(forward.value(y).renamed(DiffRequest.cotangent(y))));
        }
        Map<Node, Fusion> fusions = fusions(seen, request, activity);
        FiniteSlopes slopes = seedsAreFinite ? FiniteSlopes.of(seen) : FiniteSlopes.UNKNOWN;
        Set<Node> inside = new HashSet<>();
        fusions.values().forEach(f -> inside.addAll(f.nodes()));
        List<Node> backwards = new ArrayList<>(seen.nodes());
        Collections.reverse(backwards);
        for (Node node : backwards) {
            Optional<Fusion> fusion = Optional.ofNullable(fusions.get(node));
            boolean wanted = node.outputs().stream()
                    .anyMatch(o -> activity.isActive(o) && cotangents.of(o).isPresent());
            if (!wanted
                    || (fusion.isEmpty() && inside.contains(node))
                    || node.reads().noneMatch(activity::isActive)) {
                continue;
            }
            Rule rule = fusion.map(Fusion::rule)
                    .or(() -> rules.rule(node))
                    .orElseThrow(
                            () -> new MissingRuleException(node, ActivePath.through(seen, request, activity, node)));
            Pullback pullback = new Pullback(
                    this, builder, seen, fusion.map(Fusion::as).orElse(node), activity, cotangents, slopes);
            rule.pull(pullback);
            pullback.checkComplete();
        }
        return WrittenPullback.of(forward, request, activity, builder, cotangents);
    }

    /** A value that is drawn anew at every run has no derivative that belongs to it. */
    private static void requireSameEveryRun(Graph forward, DiffRequest request) {
        RandomNodes.behind(forward, request.of()).ifPresent(node -> {
            throw new DiffException(node.label() + " draws random numbers that “"
                    + String.join("”, “", request.of())
                    + "” depends on, so that every run gives another value, and no pullback belongs to it: export the model"
                    + " with that noise as an input, or name a value before it with --of");
        });
    }

    private Map<Node, Fusion> fusions(Graph forward, DiffRequest request, Activity activity) {
        Uses uses = new Uses(forward, request);
        Map<Node, Fusion> found = new HashMap<>();
        Set<Node> taken = new HashSet<>();
        for (int i = forward.nodes().size() - 1; i >= 0; i--) {
            Node last = forward.nodes().get(i);
            if (!taken.contains(last)) {
                rules.fusion(last, uses)
                        .filter(f -> Collections.disjoint(f.nodes(), taken) && f.shows(activity))
                        .ifPresent(f -> {
                            found.put(last, f);
                            taken.addAll(f.nodes());
                        });
            }
        }
        return found;
    }

    private static void requireRules(Graph forward) {
        OpsetUpgrade.requireKnown(forward);
        if (OpsetUpgrade.isOld(forward)) {
            throw new DiffException("the graph “" + forward.name() + "” is of opset " + forward.opset()
                    + ", and the rules know those from " + OpsetUpgrade.OLDEST
                    + " on: write it at that one first (graph.upgrade.OpsetUpgrade does)");
        }
    }

    private static void requireShapes(Graph forward) {
        forward.nodes().stream()
                .flatMap(n -> n.outputs().stream())
                .filter(o -> !o.isEmpty())
                .filter(o ->
                        !forward.values().containsKey(o) || !forward.shape(o).isStatic())
                .findFirst()
                .ifPresent(o -> {
                    throw new DiffException("the shape of “" + o + "” in the graph “" + forward.name()
                            + "” is not known: fix the symbolic dimensions and infer all shapes first");
                });
    }
}
