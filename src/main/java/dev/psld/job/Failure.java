package dev.psld.job;

import java.time.Instant;

/**
 * Why a job came to nothing, as the text that lies beside its photo. Immutable.
 *
 * @param reason sentences: what is wrong, and what to do
 * @param at when it was given up
 */
public record Failure(Job job, String reason, Instant at) {

    /** The reason in a {@link #text}; empty in one of another form. */
    public static String reason(String text) {
        int from = text.indexOf("\n\n");
        int to = text.lastIndexOf("\n\ntask: ");
        return from < 0 || to <= from ? "" : text.substring(from + 2, to);
    }

    public String text() {
        return Printable.of(job.name()) + " was not restored.\n\n" + reason.strip() + "\n\ntask: " + job.task()
                + "\njob: " + job.id() + ", attempt " + job.attempt() + "\nat: " + at + "\n";
    }
}
