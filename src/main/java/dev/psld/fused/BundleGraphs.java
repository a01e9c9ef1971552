package dev.psld.fused;

import dev.psld.bundle.Bundle;
import dev.psld.bundle.GraphEntry;
import dev.psld.bundle.Manifest;
import dev.psld.bundle.PullbackEntry;
import dev.psld.bundle.Role;
import dev.psld.bundle.TensorSpec;
import dev.psld.derive.ModelException;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The graphs of a bundle in memory, their weights left on disk. Immutable and thread-safe. */
final class BundleGraphs {
    private final Bundle bundle;
    private final Manifest manifest;
    private final Map<String, WeightedGraph> forwards = new HashMap<>();
    private final Map<String, WeightedGraph> pullbacks = new HashMap<>();

    private BundleGraphs(Bundle bundle) {
        this.bundle = bundle;
        this.manifest = bundle.manifest();
    }

    /** Reads all six; a graph of another shape than the manifest says is a {@link ModelException}. */
    static BundleGraphs read(Bundle bundle) {
        BundleGraphs graphs = new BundleGraphs(bundle.requirePullbacks(Role.LATENT_DIFFUSION));
        for (String role : Role.LATENT_DIFFUSION) {
            WeightedGraph forward = WeightedGraph.read(bundle.forward(role));
            for (TensorSpec input : bundle.graph(role).inputs()) {
                boolean known = forward.graph().isInput(input.name());
                if (!known || !forward.graph().shape(input.name()).equals(input.shape())) {
                    throw new ModelException(bundle.forward(role) + " takes "
                            + (known ? "the shape " + forward.graph().shape(input.name()) : "no “" + input.name() + "”")
                            + ", but bundle.json says " + input.name() + input.shape()
                            + ": copy the bundle again, or make it with ‘psld export’");
                }
            }
            graphs.forwards.put(role, forward);
            graphs.pullbacks.put(role, WeightedGraph.read(bundle.pullback(role)));
        }
        return graphs;
    }

    /** What the manifest declares of a role. */
    GraphEntry declared(String role) {
        return bundle.graph(role);
    }

    /** The same of its pullback. */
    PullbackEntry declaredPullback(String role) {
        return bundle.graph(role).pullback().orElseThrow();
    }

    /** The elements of an input that no run changes. */
    Optional<Tensor> fixed(TensorSpec input) {
        return bundle.fixed(input);
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
