package dev.psld.fleet;

import dev.psld.job.Failure;
import dev.psld.job.HeldJob;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * How jobs come to their one end: what is written first under a job's id among the ends is it, whoever wrote it. Every step may
 * be the last before a crash; whoever runs the same ending again finishes it. Thread-safe.
 */
final class JobEnds {
    private final FleetStreams streams;

    JobEnds(FleetStreams streams) {
        this.streams = streams;
    }

    /** How a job ended; empty as long as it has not. */
    Optional<EndedEntry> of(String id) {
        return streams.ended().get(id).map(JobEnds::parse);
    }

    static EndedEntry parse(Store.Entry entry) {
        try {
            return FleetJson.parse(entry.text(), EndedEntry.class);
        } catch (IOException e) {
            throw JetStreamTrouble.of("How " + entry.subject() + " ended cannot be read", e);
        }
    }

    /**
     * Finishes the ending that is in a claim.
     *
     * @param revision of the claim's entry
     * @return how the job ended: so, unless it had ended otherwise before
     */
    EndedEntry finish(ClaimEntry claim, long revision) {
        FleetJob job = claim.job();
        EndedEntry wanted = new EndedEntry(job, claim.attempt(), claim.ending().orElseThrow());
        Optional<Long> written = streams.ended().swap("end", job.id(), FleetJson.text(wanted), 0);
        EndedEntry ended = written.isPresent() ? wanted : of(job.id()).orElseThrow();
        if (!ended.equals(wanted)) {
            wanted.ending().files().forEach(file -> streams.files().remove(file.object()));
        }
        settle(claim, ended);
        Boolean unused = streams.claims().remove("claim removed", revision);
        return ended;
    }

    /** Clears away the claim on a job that had ended before it was claimed. */
    void clear(ClaimEntry claim, long revision, EndedEntry ended) {
        settle(claim, ended);
        Boolean unused = streams.claims().remove("claim removed", revision);
    }

    /** A job that has ended is given out no more. */
    private void settle(ClaimEntry claim, EndedEntry ended) {
        FleetJob job = claim.job();
        if (ended.ending().reason().isPresent()) {
            bury(ended);
        }
        if (ended.ending().reason().isEmpty()
                && streams.settings().originals().filter(Duration::isZero).isPresent()) {
            job.files().forEach(file -> streams.files().remove(file.object()));
        }
        streams.files().remove(StoredCheckpoint.object(job.id()));
        StoredView.forget(streams, job.id());
        streams.control().remove("wish removed", FleetWishes.cancel(job.id()));
        remove(claim);
    }

    /** The dead letter: the job with its reason, as the text beside a failed photo has it. */
    private void bury(EndedEntry ended) {
        String id = ended.job().id();
        if (streams.store().last(streams.dead(), streams.deadSubject(id)).isEmpty()) {
            Optional<Long> unused = streams.store()
                    .swap(
                            "dead letter",
                            "The failure of " + id + " cannot be kept",
                            streams.dead(),
                            streams.deadSubject(id),
                            FleetJson.text(ended),
                            0);
        }
    }

    private void remove(ClaimEntry claim) {
        String attempt = "The job " + claim.job().id() + " cannot be taken out of the stream";
        if (!claim.ack().isEmpty()) {
            streams.store().changes("ack", attempt);
            if (Handout.done(streams.store(), claim.ack())) {
                return;
            }
        }
        Boolean unused = streams.store().remove("message removed", attempt, streams.jobs(), claim.sequence());
    }

    /** What lies beside a failed photo. */
    static String text(EndedEntry ended, String reason) {
        return new Failure(
                        ended.job().job(ended.attempt()),
                        reason,
                        java.time.Instant.parse(ended.ending().at()))
                .text();
    }

    static boolean cancelled(EndedEntry ended) {
        return ended.ending().reason().filter(HeldJob.CANCELLED::equals).isPresent();
    }
}
