package dev.psld.agent;

import dev.psld.host.Journal;
import dev.psld.spool.Claim;
import dev.psld.spool.Queue;
import dev.psld.spool.ReadyPhoto;
import dev.psld.spool.Settled;
import dev.psld.spool.Spool;
import dev.psld.spool.SpoolException;
import java.util.Optional;

/**
 * Finds the next job: one that was begun before, else the first in the queue that can be had. What cannot be had is told once
 * and stands in nobody's way. Used by the agent's thread; one per agent.
 */
final class NextJob {
    private final Journal journal;
    private final Counters counters;
    private final StatusKeeper status;
    private final WarningLog lying;
    private final WarningLog claimed;

    NextJob(Telemetry telemetry, StatusKeeper status) {
        this.journal = telemetry.journal();
        this.counters = telemetry.counters();
        this.status = status;
        this.lying = new WarningLog(journal);
        this.claimed = new WarningLog(journal);
    }

    /**
     * The claim on it.
     *
     * @throws SpoolException when the spool as a whole cannot be worked on, or nothing in it can be had
     */
    Optional<Claim> find(Spool spool) {
        Optional<Claim> begun = begun(spool);
        return begun.isPresent() ? begun : first(spool, look(spool));
    }

    /** Looks through the inbox, and tells what was refused. */
    Queue look(Spool spool) {
        Queue queue = spool.look();
        queue.refused().forEach(refusal -> {
            journal.warning("refused " + refusal.shown() + ": " + refusal.reason() + " → " + refusal.failed());
            counters.refused();
        });
        lying.are(queue.troubles());
        status.queue(queue);
        return queue;
    }

    /** What cannot be moved or taken over now, in a sentence; empty where there is nothing. */
    String trouble() {
        return claimed.first().or(lying::first).orElse("");
    }

    private Optional<Claim> begun(Spool spool) {
        try {
            return takenOver(spool);
        } finally {
            spool.settled().forEach(this::tell);
        }
    }

    /** What an agent that was killed could not say any more. */
    private void tell(Settled settled) {
        String outcome = settled.done() ? "done" : "failed";
        journal.notice("job " + settled.job().id() + " " + settled.job().shown() + ": " + outcome
                + " by an agent that ended before it could say so: " + settled.file());
        counters.ended(settled.job().task(), outcome);
    }

    private Optional<Claim> takenOver(Spool spool) {
        try {
            Optional<Claim> claim = spool.recover(1).stream().findFirst();
            claimed.none();
            return claim;
        } catch (SpoolException e) {
            spool.remake(); // throws where it is not that one claim
            claimed.are(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static Optional<Claim> first(Spool spool, Queue queue) {
        Optional<SpoolException> trouble = Optional.empty();
        for (ReadyPhoto ticket : queue.ready()) {
            try {
                Optional<Claim> claim = spool.claim(ticket);
                if (claim.isPresent()) {
                    return claim;
                }
            } catch (SpoolException e) {
                trouble = trouble.isPresent() ? trouble : Optional.of(e);
            }
        }
        trouble.ifPresent(e -> {
            throw e;
        });
        return Optional.empty();
    }
}
