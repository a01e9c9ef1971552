package dev.psld.chain;

import dev.psld.operator.Measurement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What was bound for measurements and waits for their next sample: sessions of the operator, its pullback and all bindings are
 * made once a photo and thread, not once a sample. Thread-safe; closing it closes those that wait.
 *
 * <p>What waits for other measurements is closed when something is asked for: photos come one after the other.
 */
public final class BoundPool<T extends Reusable> implements AutoCloseable {
    private final Deque<BoundLease<T>> idle = new ArrayDeque<>();
    private boolean closed;

    /**
     * Something for one run, at its beginning; made where none waits.
     *
     * @param kind what else it was bound for, as a value: another kind is another thing
     */
    public BoundLease<T> take(List<Measurement> measurements, Object kind, Supplier<T> made) {
        Optional<BoundLease<T>> waiting = waiting(measurements, kind);
        waiting.ifPresent(lease -> lease.bound().restart());
        return waiting.orElseGet(() -> new BoundLease<>(this, made.get(), measurements, kind));
    }

    private synchronized Optional<BoundLease<T>> waiting(List<Measurement> measurements, Object kind) {
        for (Iterator<BoundLease<T>> each = idle.iterator(); each.hasNext(); ) {
            BoundLease<T> lease = each.next();
            if (!lease.measures(measurements)) {
                each.remove();
                lease.bound().close();
            } else if (lease.kind().equals(kind)) {
                each.remove();
                return Optional.of(lease);
            }
        }
        return Optional.empty();
    }

    /** Keeps what was used by a run that came to an end. */
    synchronized void give(BoundLease<T> lease) {
        if (closed) {
            lease.bound().close();
        } else {
            idle.add(lease);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        idle.forEach(lease -> lease.bound().close());
        idle.clear();
    }
}
