package dev.psld.fleet;

import dev.psld.job.JobId;
import io.nats.client.api.ConsumerInfo;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Removes what is kept for some days and is older, here and in the store, and lanes that nobody uses. Not thread-safe. */
final class FleetSweep {
    private static final Duration ABANDONED = Duration.ofDays(1);
    private static final Duration UNUSED = Duration.ofDays(1);

    private final FleetStreams streams;
    private final LocalFiles local;
    private final InstantSource clock;
    private final ReturnedMessages leftovers;

    FleetSweep(FleetStreams streams, LocalFiles local, InstantSource clock) {
        this.streams = streams;
        this.local = local;
        this.clock = clock;
        this.leftovers = new ReturnedMessages(streams);
    }

    /** Goes through all of it. @return how many originals went */
    int run() {
        local.sweep(clock.instant());
        leftovers.sweep();
        lanes();
        return files();
    }

    /** A lane may get a job while it is removed: then it is there again at once. */
    private void lanes() {
        for (Map.Entry<Lane, ConsumerInfo> one : streams.lanes().entrySet()) {
            ConsumerInfo at = one.getValue();
            Instant last = last(at);
            boolean idle = at.getNumPending() == 0
                    && at.getNumAckPending() == 0
                    && last.isBefore(Instant.now().minus(UNUSED));
            if (idle) {
                streams.remove(one.getKey());
            }
        }
    }

    private static Instant last(ConsumerInfo at) {
        var given = at.getDelivered() == null ? null : at.getDelivered().getLastActive();
        return (given == null ? at.getCreationTime() : given).toInstant();
    }

    private int files() {
        Set<String> open = open();
        int originals = 0;
        for (String name : streams.files().names()) {
            String[] parts = name.split("/", -1);
            if (parts.length < 2 || !JobId.matches(id(parts[1])) || open.contains(id(parts[1]))) {
                continue;
            }
            if (old(parts[0], id(parts[1]))) {
                streams.files().remove(name);
                originals += name.endsWith("/photo") ? 1 : 0;
            }
        }
        return originals;
    }

    private static String id(String part) {
        int dot = part.indexOf('.');
        return dot < 0 ? part : part.substring(0, dot);
    }

    private boolean old(String kind, String id) {
        Instant now = clock.instant();
        Optional<Instant> ended = new JobEnds(streams)
                .of(id)
                .map(one -> Instant.parse(one.ending().at()));
        Optional<Duration> kept = switch (kind) {
            case "inputs" -> streams.settings().originals();
            case "results" -> Optional.of(streams.settings().results());
            default -> Optional.of(Duration.ZERO);
        };
        if (ended.isEmpty()) {
            // Half a submission, or of a job whose end is no longer remembered.
            return kept.isPresent() && JobId.time(id).isBefore(now.minus(longer(kept.get(), ABANDONED)));
        }
        return kept.isPresent() && ended.get().isBefore(now.minus(kept.get()));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** Jobs that wait, are in work, or have failed and may be tried again; with the ids under which their files lie. */
    private Set<String> open() {
        Set<String> open = new HashSet<>();
        streams.eachJob(job ->
                job.files().forEach(file -> open.add(id(file.object().split("/", -1)[1]))));
        return open;
    }
}
