package dev.psld.agent;

import dev.psld.job.HeldJob;
import dev.psld.job.LostClaimException;
import java.time.Duration;

/** A claim in work, whose heart beats until it is let go, and when the thread that works on it was last heard of. Thread-safe. */
final class BeatingClaim {
    /** A step of a large model on a small board may take minutes; more is a hang. */
    static final Duration LONGEST_SILENCE = Duration.ofMinutes(15);

    /** An engine for a GPU is built when it is first loaded. */
    private static final Duration LONGEST_LOADING = Duration.ofHours(2);

    private final HeldJob claim;
    private volatile long alive = System.nanoTime();
    private volatile boolean stepped;
    private volatile boolean lost;

    BeatingClaim(HeldJob claim) {
        this.claim = claim;
    }

    /** Its thread gets on. */
    void alive() {
        alive = System.nanoTime();
    }

    /** Its thread made a step: the model is loaded. */
    void stepped() {
        stepped = true;
        alive();
    }

    /** Whether the claim went to another agent. */
    boolean lost() {
        return lost;
    }

    /** Whether its thread was heard of lately enough. */
    boolean lively(long nanos) {
        return nanos - alive < (stepped ? LONGEST_SILENCE : LONGEST_LOADING).toNanos();
    }

    /** Tells other agents. @throws QueueException when that cannot be written now */
    void beat() {
        try {
            claim.heartbeat();
        } catch (LostClaimException e) {
            lost = true;
        }
    }
}
