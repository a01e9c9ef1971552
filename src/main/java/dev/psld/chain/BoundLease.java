package dev.psld.chain;

import dev.psld.operator.Measurement;
import java.util.List;

/**
 * Something bound for the length of one run, used by one thread; closing it leaves it to the next sample of the same
 * measurements.
 */
public final class BoundLease<T extends Reusable> implements AutoCloseable {
    private final BoundPool<T> pool;
    private final T bound;
    private final List<Measurement> measurements;
    private final Object kind;

    BoundLease(BoundPool<T> pool, T bound, List<Measurement> measurements, Object kind) {
        this.pool = pool;
        this.bound = bound;
        this.measurements = List.copyOf(measurements);
        this.kind = kind;
    }

    public T bound() {
        return bound;
    }

    Object kind() {
        return kind;
    }

    /** True for the very measurements that it was bound for. */
    boolean measures(List<Measurement> others) {
        for (int i = 0; i < measurements.size(); i++) {
            if (others.size() != measurements.size() || !same(measurements.get(i), others.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** An operator holds graphs and pictures: to compare them costs more than to bind again. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean same(Measurement one, Measurement other) {
        return one.operator() == other.operator() && one.y() == other.y();
    }

    @Override
    public void close() {
        pool.give(this);
    }
}
