package dev.psld.fleet;

import dev.psld.job.QueueException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * What somebody wishes of those that work: a pause, the end of a job. They ask at every step, so what is known stays so for a
 * moment, and for as long as no server answers. Thread-safe.
 */
final class FleetWishes {
    static final String PAUSE = "pause";

    private final FleetStreams streams;
    private final LongSupplier nanos;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    private record Known(boolean there, long at) {}

    FleetWishes(FleetStreams streams, LongSupplier nanos) {
        this.streams = streams;
        this.nanos = nanos;
    }

    static String cancel(String id) {
        return "cancel." + id;
    }

    /** Whether somebody wishes this. */
    boolean is(String wish) {
        Known before = known.getOrDefault(
                wish, new Known(false, nanos.getAsLong() - Duration.ofDays(1).toNanos()));
        Duration memory = streams.settings().memory();
        if (nanos.getAsLong() - before.at() < memory.toNanos()) {
            return before.there();
        }
        try {
            boolean there = streams.control().get(wish).isPresent();
            known.put(wish, new Known(there, nanos.getAsLong()));
            return there;
        } catch (QueueException e) {
            known.put(wish, new Known(before.there(), nanos.getAsLong()));
            return before.there();
        }
    }

    void forget(String wish) {
        known.remove(wish);
    }

    void wish(String wish, String text) {
        streams.control().put("wish", wish, FleetJson.text(text));
        known.remove(wish);
    }

    void unwish(String wish) {
        streams.control().remove("wish removed", wish);
        known.remove(wish);
    }
}
