package dev.psld.spool;

import dev.psld.job.HeldJob;
import dev.psld.job.WaitingJob;
import java.time.Instant;
import java.util.Optional;

/** What is ready, with the spool that it can be taken from. Immutable. */
record Takeable(Ready ready, Spool spool) implements WaitingJob {
    @Override
    public String task() {
        return ready.task();
    }

    @Override
    public String name() {
        return ready.file().text();
    }

    @Override
    public boolean priority() {
        return ready.priority();
    }

    @Override
    public Instant arrived() {
        return ready.arrived();
    }

    @Override
    public Optional<HeldJob> take() {
        return spool.take(ready).map(claim -> claim);
    }
}
