package dev.psld.chain;

import dev.psld.operator.Measurement;
import dev.psld.ort.Pick;
import dev.psld.sampler.Method;
import dev.psld.sampler.Mode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Chains that were bound for a measurement and wait for its next sample: sessions of the operator, its pullback and all
 * bindings are made once a photo and thread, not once a sample. Thread-safe; closing it closes those that wait.
 *
 * <p>What waits for another measurement is closed when a chain is asked for: photos come one after the other.
 */
final class ChainPool implements AutoCloseable {
    private final Deque<ChainLease> idle = new ArrayDeque<>();
    private boolean closed;

    /** A chain for one run, at its beginning; made where none waits. */
    ChainLease take(ModelSessions models, Pick pick, Measurement measurement, Method method, Mode mode) {
        synchronized (this) {
            for (Iterator<ChainLease> each = idle.iterator(); each.hasNext(); ) {
                ChainLease lease = each.next();
                boolean fits = lease.fits(measurement, method, mode);
                if (fits || !lease.measures(measurement)) {
                    each.remove();
                }
                if (fits) {
                    lease.chain().clock().reset();
                    return lease;
                }
                if (!lease.measures(measurement)) {
                    lease.chain().close();
                }
            }
        }
        ModelChain chain = new ModelChain(models, pick, measurement, method, mode);
        return new ChainLease(this, chain, measurement, method, mode);
    }

    /** Keeps a chain whose run came to an end. */
    synchronized void give(ChainLease lease) {
        if (closed) {
            lease.chain().close();
        } else {
            idle.add(lease);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        idle.forEach(lease -> lease.chain().close());
        idle.clear();
    }
}
