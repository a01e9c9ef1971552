package dev.psld.agent;

import dev.psld.host.Journal;
import dev.psld.job.EndedJob;
import dev.psld.job.HeldJob;
import dev.psld.job.JobQueue;
import dev.psld.job.QueueException;
import dev.psld.job.QueueSnapshot;
import dev.psld.job.WaitingJob;
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

    NextJob(AgentTelemetry telemetry, StatusKeeper status) {
        this.journal = telemetry.journal();
        this.counters = telemetry.counters();
        this.status = status;
        this.lying = new WarningLog(journal);
        this.claimed = new WarningLog(journal);
    }

    /**
     * The claim on it.
     *
     * @throws QueueException when the spool as a whole cannot be worked on, or nothing in it can be had
     */
    Optional<HeldJob> find(JobQueue jobs) {
        Optional<HeldJob> begun = begun(jobs);
        return begun.isPresent() ? begun : first(look(jobs));
    }

    /** Looks through the inbox, and tells what was refused. */
    QueueSnapshot look(JobQueue jobs) {
        QueueSnapshot queue = jobs.look();
        queue.refused().forEach(refusal -> {
            journal.warning("refused " + refusal.shown() + ": " + refusal.reason() + " → " + refusal.failed());
            counters.refused();
        });
        queue.returned().forEach(journal::notice);
        lying.are(queue.troubles());
        status.queue(queue);
        return queue;
    }

    /** What cannot be moved or taken over now, in a sentence; empty where there is nothing. */
    String trouble() {
        return claimed.first().or(lying::first).orElse("");
    }

    private Optional<HeldJob> begun(JobQueue jobs) {
        try {
            return takenOver(jobs);
        } finally {
            jobs.ended().forEach(this::tell);
        }
    }

    /** What an agent that was killed could not say any more. */
    private void tell(EndedJob ended) {
        String outcome = ended.done() ? "done" : "failed";
        journal.notice("job " + ended.job().id() + " " + ended.job().shown() + ": " + outcome
                + " by an agent that ended before it could say so: " + ended.file());
        counters.ended(ended.job().task(), outcome);
    }

    private Optional<HeldJob> takenOver(JobQueue jobs) {
        try {
            Optional<HeldJob> claim = jobs.recover(1).stream().findFirst();
            claimed.none();
            return claim;
        } catch (QueueException e) {
            jobs.verify(); // throws where it is not that one claim
            claimed.are(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static Optional<HeldJob> first(QueueSnapshot queue) {
        Optional<QueueException> trouble = Optional.empty();
        for (WaitingJob waiting : queue.ready()) {
            try {
                Optional<HeldJob> claim = waiting.take();
                if (claim.isPresent()) {
                    return claim;
                }
            } catch (QueueException e) {
                trouble = trouble.isPresent() ? trouble : Optional.of(e);
            }
        }
        trouble.ifPresent(e -> {
            throw e;
        });
        return Optional.empty();
    }
}
