package dev.psld.fleet;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * Who holds a job, and a sign of life. Each writing of it is a compare-and-set on the last one, so that who has lost it
 * notices. Immutable.
 *
 * @param sequence of the job's message in the stream
 * @param ack subject on which the server hears of that message; empty where it was not given out
 * @param holder token of one opened queue in one process
 * @param agent its name
 * @param counter one more at every heartbeat
 * @param free whether the holder gave it back
 * @param ending how it ends, from the moment on in which that is decided
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record ClaimEntry(
        FleetJob job,
        long sequence,
        String ack,
        String holder,
        String agent,
        long counter,
        boolean free,
        int attempt,
        Optional<Ending> ending) {

    ClaimEntry beats() {
        return new ClaimEntry(job, sequence, ack, holder, agent, counter + 1, false, attempt, ending);
    }

    ClaimEntry released() {
        return new ClaimEntry(job, sequence, ack, holder, agent, counter + 1, true, attempt, ending);
    }

    ClaimEntry takenBy(Holder other, int itsAttempt) {
        return new ClaimEntry(job, sequence, ack, other.token(), other.agent(), counter + 1, false, itsAttempt, ending);
    }

    ClaimEntry ends(Ending how) {
        return new ClaimEntry(job, sequence, ack, holder, agent, counter + 1, false, attempt, Optional.of(how));
    }
}
