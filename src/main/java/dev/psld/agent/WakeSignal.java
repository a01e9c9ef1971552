package dev.psld.agent;

import java.time.Duration;

/** Lets a thread wait where it may be woken. One per agent; thread-safe. */
final class WakeSignal {
    private boolean woken;

    /** Waits for so long, or until somebody wakes it: before this call, or during it. */
    synchronized void await(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (!woken) {
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
        woken = false;
    }

    /** Ends a wait that is under way, or the next one. */
    synchronized void wake() {
        woken = true;
        notifyAll();
    }
}
