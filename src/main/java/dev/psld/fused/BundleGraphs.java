package dev.psld.fused;

import dev.psld.bundle.Bundle;
import dev.psld.bundle.Manifest;
import dev.psld.bundle.Signature;
import dev.psld.derive.ModelException;
import dev.psld.graph.Shape;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The graphs of a bundle in memory, their weights left on disk. Immutable and thread-safe. */
final class BundleGraphs {
    private final Manifest manifest;
    private final Map<String, WeightedGraph> forwards = new HashMap<>();
    private final Map<String, WeightedGraph> pullbacks = new HashMap<>();

    private BundleGraphs(Manifest manifest) {
        this.manifest = manifest;
    }

    /** Reads all six; a graph of another shape than the manifest says is a {@link ModelException}. */
    static BundleGraphs read(Bundle bundle) {
        BundleGraphs graphs = new BundleGraphs(bundle.manifest());
        for (String role : Bundle.ROLES) {
            WeightedGraph forward = WeightedGraph.read(bundle.forward(role));
            Signature wanted = Signature.of(role, graphs.manifest.image(), graphs.manifest.latent());
            Shape found = forward.graph().shape(wanted.input());
            if (!found.equals(wanted.inputShape())) {
                throw new ModelException(bundle.forward(role) + " takes the shape " + found
                        + ", but bundle.json says " + wanted.inputShape()
                        + ": copy the bundle again, or make it with ‘psld export’");
            }
            graphs.forwards.put(role, forward);
            graphs.pullbacks.put(role, WeightedGraph.read(bundle.pullback(role)));
        }
        return graphs;
    }

    WeightedGraph forward(String role) {
        return Objects.requireNonNull(forwards.get(role), role);
    }

    WeightedGraph pullback(String role) {
        return Objects.requireNonNull(pullbacks.get(role), role);
    }

    /** Operator sets that the graphs are written for; where two differ, one of them. */
    Map<String, Long> opsets() {
        Map<String, Long> all = new LinkedHashMap<>();
        forwards.values().forEach(g -> all.putAll(g.graph().opsets()));
        pullbacks.values().forEach(g -> all.putAll(g.graph().opsets()));
        return all;
    }

    /** Whether all graphs are written for the same operator sets. */
    boolean uniform() {
        Map<String, Long> all = opsets();
        return Stream.concat(forwards.values().stream(), pullbacks.values().stream())
                .allMatch(g -> all.entrySet().containsAll(g.graph().opsets().entrySet()));
    }

    /** 1×C×H×W of a latent. */
    Shape latent() {
        return batchOfOne(manifest.latent());
    }

    /** 1×C×H×W of a picture. */
    Shape image() {
        return batchOfOne(manifest.image());
    }

    double scale() {
        return manifest.scale();
    }

    Manifest.Prediction prediction() {
        return manifest.prediction();
    }

    private static Shape batchOfOne(List<Integer> dims) {
        return Shape.of(1, dims.get(0), dims.get(1), dims.get(2));
    }
}
