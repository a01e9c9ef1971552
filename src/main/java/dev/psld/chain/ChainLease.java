package dev.psld.chain;

import dev.psld.operator.Measurement;
import dev.psld.sampler.Method;
import dev.psld.sampler.Mode;

/**
 * A bound chain for the length of one run, used by one thread; closing it leaves the chain to the next sample of the same
 * measurement.
 */
public final class ChainLease implements AutoCloseable {
    private final ChainPool pool;
    private final ModelChain chain;
    private final Measurement measurement;
    private final Method method;
    private final Mode mode;

    ChainLease(ChainPool pool, ModelChain chain, Measurement measurement, Method method, Mode mode) {
        this.pool = pool;
        this.chain = chain;
        this.measurement = measurement;
        this.method = method;
        this.mode = mode;
    }

    public ModelChain chain() {
        return chain;
    }

    /** True for the very measurement that it was bound for. */
    @SuppressWarnings(
            "ReferenceEquality") // the operator holds graphs and pictures: to compare them costs more than to bind
    // again
    boolean measures(Measurement other) {
        return measurement.operator() == other.operator() && measurement.y() == other.y();
    }

    boolean fits(Measurement other, Method otherMethod, Mode otherMode) {
        return measures(other) && method == otherMethod && mode == otherMode;
    }

    @Override
    public void close() {
        pool.give(this);
    }
}
