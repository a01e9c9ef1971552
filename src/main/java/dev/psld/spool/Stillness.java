package dev.psld.spool;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Decides which files have stopped changing: the same signature at two looks at least, and for long enough by a monotonic clock.
 * Does no I/O. Not thread-safe.
 */
final class Stillness {
    /**
     * What is known of a file.
     *
     * @param still whether it is ready by itself
     * @param stillFor how long it has been, 0 when it is not
     * @param arrived when it came, as far as the file system tells
     * @param settledNow whether it is still since this look
     */
    record Observation(boolean still, Duration stillFor, Instant arrived, boolean settledNow) {}

    private record Watched(FileSignature signature, long since, int looks, Instant arrived, boolean settled) {}

    private final Duration needed;
    private final LongSupplier nanos;
    private final Map<Path, Watched> watched = new HashMap<>();

    Stillness(Duration needed, LongSupplier nanos) {
        this.needed = needed;
        this.nanos = nanos;
    }

    /** @param arrival asked when the file is seen for the first time */
    Observation see(Path file, FileSignature signature, Supplier<Instant> arrival) {
        long now = nanos.getAsLong();
        Watched before = watched.get(file);
        Watched after;
        if (before == null) {
            after = new Watched(signature, now, 1, arrival.get(), false);
        } else if (!before.signature().equals(signature)) {
            after = new Watched(signature, now, 1, before.arrived(), false);
        } else {
            after = new Watched(signature, before.since(), before.looks() + 1, before.arrived(), before.settled());
        }
        Duration unchanged = Duration.ofNanos(now - after.since());
        boolean still = after.looks() >= 2 && unchanged.compareTo(needed) >= 0;
        boolean first = still && !after.settled();
        watched.put(file, first ? new Watched(signature, after.since(), after.looks(), after.arrived(), true) : after);
        return new Observation(still, still ? unchanged.minus(needed) : Duration.ZERO, after.arrived(), first);
    }

    /** What is known of a file that has been seen to be still, without another look at it. */
    Optional<Observation> settled(Path file) {
        return Optional.ofNullable(watched.get(file)).filter(Watched::settled).map(one -> {
            Duration unchanged = Duration.ofNanos(nanos.getAsLong() - one.since());
            return new Observation(true, unchanged.minus(needed), one.arrived(), false);
        });
    }

    void forget(Path file) {
        watched.remove(file);
    }

    /** Forgets files that were not seen at a look: one that comes back under the name starts anew. */
    void keepOnly(Set<Path> seen) {
        watched.keySet().retainAll(seen);
    }
}
