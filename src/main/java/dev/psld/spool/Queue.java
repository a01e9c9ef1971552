package dev.psld.spool;

import java.util.List;
import java.util.Optional;

/**
 * What a look at the inbox found. Immutable.
 *
 * @param ready in the order in which they are due
 * @param waiting photos that are not still yet, or wait for a companion
 * @param refused what this look moved to {@code failed/}
 * @param troubles what could not be moved there, and why, in sentences; tried again at the next look
 */
public record Queue(List<ReadyPhoto> ready, int waiting, List<Refusal> refused, List<String> troubles) {
    public Queue {
        ready = List.copyOf(ready);
        refused = List.copyOf(refused);
        troubles = List.copyOf(troubles);
    }

    public Optional<ReadyPhoto> next() {
        return ready.stream().findFirst();
    }
}
