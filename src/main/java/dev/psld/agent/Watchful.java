package dev.psld.agent;

import dev.psld.job.InterruptionException;
import dev.psld.job.Job;
import dev.psld.job.JobSteps;
import dev.psld.spool.Spool;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** What the agent does between the steps of a job: it looks whether to end it, and waits when paused or too hot. */
final class Watchful implements JobSteps {
    /** Between two looks at what it waits for. */
    private static final Duration LOOK = Duration.ofMillis(500);

    /** Between two looks at the queue, which others fill meanwhile. */
    private static final Duration QUEUE = Duration.ofSeconds(5);

    private final Job job;
    private final Spool spool;
    private final Board board;
    private final Pulse pulse;
    private final Heat heat;
    private final Reloading config;
    private final BooleanSupplier stopping;
    private final Patience patience;
    private final Counters counters;
    private final Runnable queue;
    private long last;
    private long looked;

    Watchful(
            Job job,
            Spool spool,
            Board board,
            Pulse pulse,
            Heat heat,
            Reloading config,
            BooleanSupplier stopping,
            Patience patience,
            Counters counters,
            Runnable queue) {
        this.job = job;
        this.spool = spool;
        this.board = board;
        this.pulse = pulse;
        this.heat = heat;
        this.config = config;
        this.stopping = stopping;
        this.patience = patience;
        this.counters = counters;
        this.queue = queue;
        this.looked = System.nanoTime();
    }

    @Override
    public void step(int step, int steps) {
        long now = System.nanoTime();
        if (last != 0) {
            counters.step((now - last) / 1e9);
        }
        board.step(step, steps, now);
        goOn();
        if (now - looked >= QUEUE.toNanos()) {
            looked = now;
            config.refresh();
            queue.run();
        }
        boolean waited = false;
        while (waits()) {
            waited = true;
            patience.await(LOOK);
            config.refresh(); // it may have been too hot for a limit that was a slip of the pen
            goOn();
        }
        if (waited) {
            board.is(State.WORKING, "");
        }
        last = System.nanoTime();
    }

    @Override
    public boolean ending() {
        return stopping.getAsBoolean();
    }

    private void goOn() {
        pulse.alive();
        if (stopping.getAsBoolean()) {
            throw new InterruptionException(InterruptionException.Reason.STOP);
        }
        if (pulse.lost()) {
            throw new InterruptionException(InterruptionException.Reason.LOST);
        }
        if (spool.cancelled(job)) {
            throw new InterruptionException(InterruptionException.Reason.CANCELLED);
        }
    }

    private boolean waits() {
        if (spool.paused()) {
            board.paused();
            return true;
        }
        Optional<String> hot = heat.tooHot(config.get().thermal());
        hot.ifPresent(why -> board.is(State.HOT, why));
        return hot.isPresent();
    }
}
