package dev.psld.job;

import java.time.Instant;

/**
 * One photo that waits for its restoration or is in it. Immutable.
 *
 * @param id unique over agents and hosts; sorts by the time of the claim
 * @param task the folder it was dropped into
 * @param name the file's name as text, for people: it may hold line ends, and ? for what is no text
 * @param priority whether it goes before those without
 * @param arrived when the photo came into the inbox, by the clock of its file system
 * @param attempt 1 at first, one more each time that an agent died over it
 */
public record Job(String id, String task, String name, boolean priority, Instant arrived, int attempt) {

    /** Task and name on one line, for logs and messages. */
    public String shown() {
        return task + "/" + Printable.of(name);
    }
}
