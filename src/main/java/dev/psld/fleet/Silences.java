package dev.psld.fleet;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Tells whose holder has been silent for the lease, as observed here by a monotonic clock: no two clocks are compared, so none
 * can jump. Thread-safe.
 */
final class Silences {
    private record Seen(long revision, long since) {}

    private final Duration lease;
    private final LongSupplier nanos;
    private final Map<String, Seen> seen = new HashMap<>();

    Silences(Duration lease, LongSupplier nanos) {
        this.lease = lease;
        this.nanos = nanos;
    }

    synchronized boolean dead(Claims.Known claim) {
        String id = claim.entry().job().id();
        long now = nanos.getAsLong();
        Seen before = seen.get(id);
        if (before == null || before.revision() != claim.revision()) {
            seen.put(id, new Seen(claim.revision(), now));
            return false;
        }
        return now - before.since() >= lease.toNanos();
    }

    synchronized void keepOnly(Set<String> ids) {
        seen.keySet().retainAll(ids);
    }
}
