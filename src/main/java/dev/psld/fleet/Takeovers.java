package dev.psld.fleet;

import dev.psld.job.EndedJob;
import dev.psld.job.HeldJob;
import dev.psld.job.QueueException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes over claims that are nobody's, and finishes those that had come to their end. Not thread-safe. */
final class Takeovers {
    private final FleetStreams streams;
    private final LocalFiles local;
    private final InstantSource clock;
    private final Holder self;
    private final Set<String> held;
    private final Silences silences;
    private final Claims claims;
    private final JobEnds ends;
    private final List<EndedJob> ended = new ArrayList<>();

    Takeovers(
            FleetStreams streams,
            LocalFiles local,
            InstantSource clock,
            Holder self,
            Set<String> held,
            Silences silences) {
        this.streams = streams;
        this.local = local;
        this.clock = clock;
        this.self = self;
        this.held = held;
        this.silences = silences;
        this.claims = new Claims(streams.claims());
        this.ends = new JobEnds(streams);
    }

    /** @param most how many claims to take that are still to be worked on */
    List<HeldJob> run(int most) {
        List<HeldJob> taken = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        Optional<QueueException> trouble = Optional.empty();
        for (Claims.Known known : claims.all()) {
            ids.add(known.entry().job().id());
            try {
                look(known, most - taken.size()).ifPresent(taken::add);
            } catch (QueueException e) {
                trouble = Optional.of(e);
            }
        }
        silences.keepOnly(ids);
        if (trouble.isPresent() && taken.isEmpty()) {
            throw trouble.get();
        }
        return taken;
    }

    /** What was finished since this was last asked. */
    List<EndedJob> ended() {
        List<EndedJob> all = List.copyOf(ended);
        ended.clear();
        return all;
    }

    private Optional<HeldJob> look(Claims.Known known, int room) {
        ClaimEntry entry = known.entry();
        if (held.contains(entry.job().id())) {
            return Optional.empty();
        }
        boolean ours = entry.holder().equals(self.token());
        if (!ours && !entry.free() && !silences.dead(known)) {
            return Optional.empty();
        }
        if (entry.ending().isPresent()) {
            finish(known);
            return Optional.empty();
        }
        if (room <= 0 || !streams.settings().offer().serves(entry.job().needs())) {
            return Optional.empty();
        }
        return take(known, ours || entry.free());
    }

    private void finish(Claims.Known known) {
        FleetJob job = known.entry().job();
        EndedEntry how = ends.finish(known.entry(), known.revision());
        boolean done = how.ending().reason().isEmpty();
        ended.add(
                new EndedJob(job.job(how.attempt()), done, done ? local.picture(job, how.ending()) : local.photo(job)));
    }

    /**
     * Takes one over, unless another is faster.
     *
     * @param sameAttempt whether its holder let go of it, and did not die over it
     */
    Optional<HeldJob> take(Claims.Known known, boolean sameAttempt) {
        ClaimEntry entry = known.entry();
        return claims.swap("takeover", known, entry.takenBy(self, sameAttempt ? entry.attempt() : entry.attempt() + 1))
                .flatMap(this::hold);
    }

    /** Begins with a claim that has just become ours. */
    Optional<HeldJob> hold(Claims.Known known) {
        ClaimEntry entry = known.entry();
        Handout.inProgress(streams.store(), entry.ack());
        Optional<EndedEntry> before = ends.of(entry.job().id());
        if (before.isPresent()) {
            ends.clear(entry, known.revision(), before.get());
            return Optional.empty();
        }
        FleetClaim claim = new FleetClaim(
                streams, local, clock, held, known, local.work(entry.job().id()));
        boolean prepared = false;
        try {
            claim.prepare();
            prepared = true;
        } finally {
            if (!prepared) {
                claim.abandon();
            }
        }
        return Optional.of(claim);
    }
}
