package dev.psld.fleet;

import io.nats.client.api.ConsumerInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Removes what is left of jobs that have ended, and that nobody would remove any more: messages and dead letters which a killed
 * server gave back although it had removed them, wishes that came too late. Jobs without an end, and those that somebody is just
 * bringing to theirs, are not touched. Not thread-safe.
 */
final class ReturnedMessages {
    private static final List<String> WISHES = List.of(FleetWishes.cancel(""), StoredView.wish(""));

    private final FleetStreams streams;
    private final JobEnds ends;
    private final Claims claims;

    ReturnedMessages(FleetStreams streams) {
        this.streams = streams;
        this.ends = new JobEnds(streams);
        this.claims = new Claims(streams.claims());
    }

    void sweep() {
        messages();
        letters();
        wishes();
    }

    /** What a lane has still to give out is no leftover: who gets it sees that it has ended. */
    private void messages() {
        Map<Lane, ConsumerInfo> lanes = streams.lanes();
        for (Store.Entry entry : streams.store().all(streams.jobs(), streams.jobSubjects() + ".>", Integer.MAX_VALUE)) {
            Optional<Lane> lane = Lane.of(streams.jobSubjects(), entry.subject())
                    .filter(one -> one.version() <= FleetJob.VERSION)
                    .filter(one -> given(Optional.ofNullable(lanes.get(one))) >= entry.sequence());
            String id = entry.subject().substring(entry.subject().lastIndexOf('.') + 1);
            if (lane.isPresent() && isOver(id)) {
                String attempt = "The job " + id + ", which has ended, cannot be taken out of the stream";
                Boolean unused = streams.store().remove("message removed", attempt, streams.jobs(), entry.sequence());
            }
        }
    }

    private static long given(Optional<ConsumerInfo> lane) {
        return lane.map(at -> at.getDelivered().getStreamSequence()).orElse(Long.MAX_VALUE);
    }

    /** Ended, and by nobody who has still to clear away. In this order: the claim goes after the end is written. */
    private boolean isOver(String id) {
        return ends.of(id).isPresent() && claims.of(id).isEmpty();
    }

    /** Of jobs that were tried again, and are others since. */
    private void letters() {
        for (FleetLookup.Dead letter : FleetLookup.dead(streams)) {
            String again = NewJobs.again(letter.ended());
            if (NewJobs.known(streams, again)) {
                String attempt = "The dead letter of a job that was tried again cannot be removed";
                Boolean unused =
                        streams.store().remove("dead letter removed", attempt, streams.dead(), letter.sequence());
            }
        }
    }

    private void wishes() {
        for (Store.Entry entry : streams.control().all("")) {
            WISHES.stream()
                    .filter(entry.subject()::startsWith)
                    .map(start -> entry.subject().substring(start.length()))
                    .filter(this::isOver)
                    .forEach(id -> streams.control().remove("wish removed", entry.sequence()));
        }
    }
}
