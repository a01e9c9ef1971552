package dev.psld.http;

import java.time.Duration;

/**
 * What clients may take of a server. Immutable.
 *
 * @param connections that are open at once, above 0; one more closes the one that has waited longest for its
 *     request, or has been answered longest where none waits
 * @param request how long a client may take from the beginning of its connection, or the end of the last answer, to the end of
 *     the next request's head
 * @param stall how long neither side may be silent in the midst of a body or an answer
 */
public record HttpLimits(int connections, Duration request, Duration stall) {
    /** For a few programs of one machine: 128 connections, 10 s for a request, 30 s of silence. */
    public static HttpLimits local() {
        return new HttpLimits(128, Duration.ofSeconds(10), Duration.ofSeconds(30));
    }
}
