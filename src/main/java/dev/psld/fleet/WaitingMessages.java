package dev.psld.fleet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Messages of jobs that nobody holds, read without being taken. Stateless. */
final class WaitingMessages {
    private WaitingMessages() {}

    /** A job and where its message stands in the stream. */
    record Found(FleetJob job, long sequence) {}

    /** Those whose subjects fit, in the order of the stream; at most so many. */
    static List<Found> of(FleetStreams streams, String filter, int most) {
        Set<String> held = new Claims(streams.claims())
                .all().stream().map(known -> known.entry().job().id()).collect(Collectors.toSet());
        List<Found> found = new ArrayList<>();
        long from = 1;
        while (found.size() < most) {
            Optional<Store.Entry> next = streams.store().next(streams.jobs(), from, filter);
            if (next.isEmpty()) {
                break;
            }
            from = next.get().sequence() + 1;
            parse(next.get()).filter(one -> !held.contains(one.job().id())).ifPresent(found::add);
        }
        return found;
    }

    /** The one of this id, held or not. */
    static Optional<Found> of(FleetStreams streams, String id) {
        return streams.store().last(streams.jobs(), streams.anyLane(id)).flatMap(WaitingMessages::parse);
    }

    private static Optional<Found> parse(Store.Entry entry) {
        try {
            FleetJob job = FleetJson.parse(entry.text(), FleetJob.class);
            return job.version() <= FleetJob.VERSION ? Optional.of(new Found(job, entry.sequence())) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
