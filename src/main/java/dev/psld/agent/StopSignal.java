package dev.psld.agent;

import java.time.Duration;

/** Tells everything in an agent that it is to stop, also what waits. One per agent; thread-safe. */
final class StopSignal {
    private boolean stopping;

    synchronized boolean stopping() {
        return stopping;
    }

    /** From now on nothing waits any more. */
    synchronized void stop() {
        stopping = true;
        notifyAll();
    }

    /** Waits for so long, or until the agent is to stop. */
    synchronized void await(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (!stopping) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return;
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
