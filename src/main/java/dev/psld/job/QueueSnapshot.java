package dev.psld.job;

import java.util.List;
import java.util.Optional;

/**
 * What a look at a queue found. Immutable.
 *
 * @param ready in the order in which they are due
 * @param waiting photos that are not still yet, or wait for a companion
 * @param refused what this look ended as failed
 * @param returned what had failed and waits again by itself, and why, in sentences
 * @param troubles what could not be ended, and why, in sentences; tried again at the next look
 */
public record QueueSnapshot(
        List<? extends WaitingJob> ready,
        int waiting,
        List<Refusal> refused,
        List<String> returned,
        List<String> troubles) {
    public QueueSnapshot {
        ready = List.copyOf(ready);
        refused = List.copyOf(refused);
        returned = List.copyOf(returned);
        troubles = List.copyOf(troubles);
    }

    public Optional<WaitingJob> next() {
        return ready.stream().<WaitingJob>map(job -> job).findFirst();
    }
}
