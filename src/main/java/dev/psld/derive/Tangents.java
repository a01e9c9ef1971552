package dev.psld.derive;

import dev.psld.autodiff.DiffRequest;
import dev.psld.autodiff.ForwardMode;
import dev.psld.autodiff.rule.StandardRules;
import dev.psld.graph.Graph;
import dev.psld.ort.Environment;

/** Makes graphs of Jacobian-vector products. Thread-safe; the environment, which infers shapes, stays the caller's. */
public final class Tangents {
    private final Environment environment;

    public Tangents(Environment environment) {
        this.environment = environment;
    }

    /** The graph that takes {@code <x>_tangent} and forward inputs, and gives {@code <y>_tangent}, for a prepared graph. */
    public Graph of(Graph prepared, DiffRequest request) {
        ForwardMode mode = new ForwardMode(StandardRules.differentiator());
        Graph pullback = mode.pullback(prepared, request);
        return mode.transpose(new Preparation(environment).prepare(pullback), request);
    }
}
