package dev.psld.agent;

import java.time.Duration;

/** How long to wait before the next try: twice as long each time, up to a limit. Not thread-safe. */
final class Backoff {
    private final Duration first;
    private final Duration most;
    private Duration next;

    Backoff(Duration first, Duration most) {
        this.first = first;
        this.most = most;
        this.next = first;
    }

    Duration next() {
        Duration now = next;
        next = next.multipliedBy(2).compareTo(most) < 0 ? next.multipliedBy(2) : most;
        return now;
    }

    void reset() {
        next = first;
    }
}
