package dev.psld.derive;

import dev.psld.autodiff.DiffRequest;
import dev.psld.autodiff.Differentiator;
import dev.psld.autodiff.Vjp;
import dev.psld.autodiff.rule.StandardRules;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphException;
import dev.psld.graph.InputShapes;
import dev.psld.graph.Value;
import dev.psld.graph.symbolic.Extent;
import dev.psld.graph.symbolic.Generalisation;
import dev.psld.graph.symbolic.Samples;
import dev.psld.ort.Environment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Pullbacks of models whose sizes stay open: the model is prepared and differentiated at several sizes, and what these graphs
 * have in common is one graph for all ({@link Generalisation}). Immutable.
 *
 * @param open forward and pullback of any size; shapes in the tape are those at the largest sizes
 * @param further forward mode and products with the second derivative, where they were asked for, by their words jvp, hvp
 * @param fixed the forward at the smallest sizes that were looked at, then at the check's, with all shapes
 * @param at which sizes these are
 */
public record AnySize(Vjp open, Map<String, Graph> further, List<Vjp> fixed, List<Map<String, Long>> at) {
    /** Symbols up to which every combination of three sizes is looked at; beyond, of two. */
    private static final int CURVED = 2;

    public AnySize {
        further = Map.copyOf(further);
        fixed = List.copyOf(fixed);
        at = List.copyOf(at);
    }

    /**
     * Differentiates a model.
     *
     * @param sizes what is fixed
     * @param extents what stays open, and between which sizes
     * @param further what is wanted beside the pullback, by its word: made of a differentiator for any size and a prepared
     *     forward
     * @throws GraphException where no graph for all sizes was found
     */
    public static AnySize of(
            Environment environment,
            Path model,
            InputShapes sizes,
            List<Extent> extents,
            DiffRequest request,
            Collection<String> keep,
            Map<String, Further> further) {
        Derivation derivation = new Derivation(environment, model, sizes, request, keep, further);
        try {
            return derivation.at(Samples.linear(extents));
        } catch (GraphException e) {
            if (extents.size() > CURVED) {
                throw e;
            }
            return derivation.at(new Samples(extents, 2));
        }
    }

    private record Derivation(
            Environment environment,
            Path model,
            InputShapes sizes,
            DiffRequest request,
            Collection<String> keep,
            Map<String, Further> wanted) {

        AnySize at(Samples samples) {
            List<Map<String, Long>> all = samples.all();
            List<Graph> forwards = new ArrayList<>();
            for (Map<String, Long> at : all) {
                Map<String, Long> dimensions = new HashMap<>(sizes.dimensions());
                dimensions.putAll(at);
                forwards.add(
                        new Preparation(environment).prepare(model, new InputShapes(dimensions, sizes.shapes()), keep));
            }
            Differentiator differentiator = StandardRules.differentiator().forAnySize();
            Graph largest = forwards.get(samples.largest());
            Vjp planned = differentiator.differentiate(largest, request);
            List<Vjp> vjps = new ArrayList<>();
            for (Graph forward : forwards) {
                Map<String, String> names = Generalisation.names(largest, forward);
                Set<String> tape = new HashSet<>();
                planned.tape().forEach(v -> tape.add(names.getOrDefault(v.name(), v.name())));
                vjps.add(differentiator.differentiate(forward, request, tape));
            }
            List<List<Value>> inputs = forwards.stream().map(Graph::inputs).toList();
            Graph forward =
                    Generalisation.of(samples, vjps.stream().map(Vjp::forward).toList(), inputs);
            Graph pullback =
                    Generalisation.of(samples, vjps.stream().map(Vjp::vjp).toList(), inputs);
            Map<String, Graph> further = new TreeMap<>();
            wanted.forEach((word, make) -> further.put(
                    word,
                    Generalisation.of(
                            samples,
                            forwards.stream()
                                    .map(f -> make.of(differentiator, f))
                                    .toList(),
                            inputs)));
            List<String> notes = new ArrayList<>(planned.notes());
            notes.add("for any size of " + samples.extents() + "; the tape was planned for "
                    + all.get(samples.largest()));
            Vjp open = new Vjp(forward, pullback, planned.tape(), planned.tapeBytes(), notes);
            int check = all.size() - 1;
            return new AnySize(
                    open, further, List.of(vjps.get(0), vjps.get(check)), List.of(all.get(0), all.get(check)));
        }
    }

    /** A graph beside the pullback: forward mode, say. */
    public interface Further {
        /** The graph for a forward of fixed sizes, nothing in it folded. */
        Graph of(Differentiator differentiator, Graph prepared);
    }
}
