package dev.psld.derive;

import dev.psld.autodiff.DiffRequest;
import dev.psld.autodiff.Differentiator;
import dev.psld.autodiff.ForwardMode;
import dev.psld.autodiff.rule.StandardRules;
import dev.psld.graph.Graph;
import dev.psld.ort.Environment;

/** Makes graphs of Jacobian-vector products. Thread-safe; the environment, which infers shapes, stays the caller's. */
public final class Tangents {
    private final Environment environment;
    private final Differentiator differentiator;

    public Tangents(Environment environment) {
        this(environment, StandardRules.differentiator());
    }

    /** One that folds nothing where the differentiator is for any size. */
    public Tangents(Environment environment, Differentiator differentiator) {
        this.environment = environment;
        this.differentiator = differentiator;
    }

    /** The graph that takes {@code <x>_tangent} and forward inputs, and gives {@code <y>_tangent}, for a prepared graph. */
    public Graph of(Graph prepared, DiffRequest request) {
        ForwardMode mode = new ForwardMode(differentiator);
        Graph pullback = mode.pullback(prepared, request);
        Preparation preparation = new Preparation(environment).withBranches();
        return mode.transpose(
                differentiator.isForAnySize() ? preparation.shaped(pullback) : preparation.prepare(pullback), request);
    }
}
