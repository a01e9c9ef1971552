package dev.psld.fleet;

import dev.psld.job.HeldJob;
import dev.psld.job.QueueException;
import dev.psld.job.WaitingJob;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Jobs that wait in the lanes of a fleet, as one look counted them: the server decides which of a lane’s is the next, and whose.
 * Not thread-safe but for the taking.
 */
final class LaneJobs {
    /** More of them are not told of one by one. */
    private static final int MOST = 10_000;

    /** What a lane gave that cannot be had now is no reason to ask it for ever. */
    private static final int TRIES = 32;

    private final FleetStreams streams;
    private final Takeovers takeovers;
    private final Silences silences;
    private final Holder self;

    LaneJobs(FleetStreams streams, Takeovers takeovers, Silences silences, Holder self) {
        this.streams = streams;
        this.takeovers = takeovers;
        this.silences = silences;
        this.self = self;
    }

    /** Those that this worker may take, in the order in which they are due. */
    List<WaitingJob> look() {
        List<WaitingJob> jobs = new ArrayList<>();
        Map<Lane, List<FleetJob>> read = new HashMap<>();
        Map<Lane, Integer> places = new HashMap<>();
        Map<Lane, Long> claimed = new HashMap<>(); // before the lanes: a claim comes after what was given out
        new Claims(streams.claims())
                .all()
                .forEach(known -> claimed.merge(known.entry().job().lane(), 1L, Long::sum));
        for (Lane lane :
                LaneOrder.of(streams.lanes(), claimed, streams.settings().offer(), FleetJob.VERSION, MOST)) {
            int place = places.merge(lane, 1, Integer::sum) - 1;
            jobs.add(new InLane(lane, place, read.computeIfAbsent(lane, key -> new ArrayList<>())));
        }
        return jobs;
    }

    /** One place in a lane; what stands there is read when somebody asks. */
    private final class InLane implements WaitingJob {
        private final Lane lane;
        private final int place;
        private final List<FleetJob> read;

        InLane(Lane lane, int place, List<FleetJob> read) {
            this.lane = lane;
            this.place = place;
            this.read = read;
        }

        private FleetJob job() {
            if (read.size() <= place) {
                read.clear();
                read.addAll(waiting(lane, place + 1));
            }
            if (read.size() <= place) {
                throw new QueueException("A job that waited was taken just now: look again.");
            }
            return read.get(place);
        }

        @Override
        public String task() {
            return job().task();
        }

        @Override
        public String name() {
            return job().name();
        }

        @Override
        public boolean priority() {
            return lane.priority();
        }

        @Override
        public Instant arrived() {
            return Instant.parse(job().arrived());
        }

        @Override
        public Optional<HeldJob> take() {
            return next(lane);
        }
    }

    private List<FleetJob> waiting(Lane lane, int most) {
        return WaitingMessages.of(streams, lane.filter(streams.jobSubjects()), most).stream()
                .map(WaitingMessages.Found::job)
                .toList();
    }

    /** The next job of a lane that is nobody's; empty where there is none. */
    private Optional<HeldJob> next(Lane lane) {
        for (int tries = 0; tries < TRIES; tries++) {
            Optional<Handout> given = Handout.next(streams.store(), streams.jobs(), lane.consumer());
            if (given.isEmpty()) {
                return Optional.empty();
            }
            Optional<HeldJob> job = claimed(given.get());
            if (job.isPresent()) {
                return job;
            }
        }
        return Optional.empty();
    }

    private Optional<HeldJob> claimed(Handout given) {
        try {
            return claim(given);
        } catch (QueueException e) {
            Handout.later(streams.store(), given.ack(), Duration.ofMillis(1)); // it is anybody's
            throw e;
        }
    }

    private Optional<HeldJob> claim(Handout given) {
        FleetJob job;
        try {
            job = FleetJson.parse(given.text(), FleetJob.class);
        } catch (IOException e) {
            Handout.later(streams.store(), given.ack(), streams.settings().lease()); // for a worker that reads it
            return Optional.empty();
        }
        ClaimEntry entry = new ClaimEntry(
                job, given.sequence(), given.ack(), self.token(), self.agent(), 0, false, 1, Optional.empty());
        Claims claims = new Claims(streams.claims());
        Optional<Claims.Known> ours = claims.make(entry);
        if (ours.isPresent()) {
            return takeovers.hold(ours.get());
        }
        Optional<Claims.Known> theirs = claims.of(job.id());
        if (theirs.isPresent() && theirs.get().entry().ending().isEmpty()) {
            ClaimEntry holder = theirs.get().entry();
            if (holder.free() || silences.dead(theirs.get())) {
                return takeovers.take(theirs.get(), holder.free());
            }
        }
        if (theirs.isEmpty() || !theirs.get().entry().holder().equals(self.token())) {
            Handout.later(streams.store(), given.ack(), streams.settings().lease());
        }
        return Optional.empty();
    }
}
