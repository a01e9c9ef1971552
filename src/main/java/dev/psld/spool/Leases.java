package dev.psld.spool;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Decides which claims are nobody's any more. A counter that has not moved for the lease by the observer's own monotonic
 * clock is dead; no two clocks are compared, so none can jump. Not thread-safe.
 */
final class Leases {
    private record Seen(String holder, long counter, long since) {}

    private final Duration lease;
    private final Liveness liveness;
    private final LongSupplier nanos;
    private final Map<String, Seen> seen = new HashMap<>();

    Leases(Duration lease, Liveness liveness, LongSupplier nanos) {
        this.lease = lease;
        this.liveness = liveness;
        this.nanos = nanos;
    }

    /** @param lease what the claim's folder says; empty while that is not written or damaged */
    boolean dead(String folder, Optional<Lease> lease) {
        if (lease.filter(l -> l.free() || liveness.knownDead(l.agent())).isPresent()) {
            return true;
        }
        String holder = lease.map(l -> l.agent().token()).orElse("");
        long counter = lease.map(Lease::counter).orElse(-1L);
        Seen before = seen.get(folder);
        long now = nanos.getAsLong();
        if (before == null || before.counter() != counter || !before.holder().equals(holder)) {
            seen.put(folder, new Seen(holder, counter, now));
            return false;
        }
        return now - before.since() >= this.lease.toNanos();
    }

    void keepOnly(Set<String> folders) {
        seen.keySet().retainAll(folders);
    }
}
