package dev.psld.agent;

import java.time.Duration;

/** How long to wait before the next try: twice as long each time, up to a limit. Thread-safe; one per agent. */
final class Backoff {
    private final Duration first;
    private final Duration most;
    private Duration next;
    private long until = System.nanoTime();

    Backoff(Duration first, Duration most) {
        this.first = first;
        this.most = most;
        this.next = first;
    }

    /** The next wait begins now. @return how long it is */
    synchronized Duration begin() {
        Duration now = next;
        next = next.multipliedBy(2).compareTo(most) < 0 ? next.multipliedBy(2) : most;
        until = System.nanoTime() + now.toNanos();
        return now;
    }

    /** What is left of the wait; zero where there is none. */
    synchronized Duration left() {
        return Duration.ofNanos(Math.max(0, until - System.nanoTime()));
    }

    /** Things go well: there is nothing to wait for, and the next wait is a short one. */
    synchronized void reset() {
        next = first;
        until = System.nanoTime();
    }
}
