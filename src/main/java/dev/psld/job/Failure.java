package dev.psld.job;

import java.time.Instant;

/**
 * Why a job came to nothing, as the text that lies beside its photo. Immutable.
 *
 * @param reason sentences: what is wrong, and what to do
 * @param at when it was given up
 */
public record Failure(Job job, String reason, Instant at) {

    public String text() {
        return Printable.of(job.name()) + " was not restored.\n\n" + reason.strip() + "\n\ntask: " + job.task()
                + "\njob: " + job.id() + ", attempt " + job.attempt() + "\nat: " + at + "\n";
    }
}
