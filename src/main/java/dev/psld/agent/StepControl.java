package dev.psld.agent;

import dev.psld.job.InterruptionException;
import dev.psld.job.Job;
import dev.psld.job.JobQueue;
import dev.psld.job.JobSteps;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** What the agent does between the steps of a job: it looks whether to end it, and waits when paused or too hot. */
final class StepControl implements JobSteps {
    /** Between two looks at what it waits for. */
    private static final Duration LOOK = Duration.ofMillis(500);

    /** Between two looks at the queue, which others fill meanwhile. */
    private static final Duration QUEUE = Duration.ofSeconds(5);

    private final Job job;
    private final JobQueue jobs;
    private final Heartbeat heartbeat;
    private final Reloading config;
    private final StatusKeeper status;
    private final ThermalThrottle throttle;
    private final BooleanSupplier stopping;
    private final WakeSignal wake;
    private final Counters counters;
    private final Runnable queue;
    private long last;
    private long looked = System.nanoTime();

    /** @param queue looks at the queue */
    StepControl(Job job, JobQueue jobs, Heartbeat heartbeat, AgentContext agent, Runnable queue) {
        this.job = job;
        this.jobs = jobs;
        this.heartbeat = heartbeat;
        this.config = agent.config();
        this.status = agent.status();
        this.throttle = agent.throttle();
        this.stopping = agent.stopping();
        this.wake = agent.wake();
        this.counters = agent.telemetry().counters();
        this.queue = queue;
    }

    @Override
    public void step(int step, int steps) {
        long now = System.nanoTime();
        if (last != 0) {
            counters.step((now - last) / 1e9);
        }
        status.step(step, steps, now);
        goOn();
        if (now - looked >= QUEUE.toNanos()) {
            looked = now;
            config.refresh();
            queue.run();
        }
        boolean waited = false;
        while (waits()) {
            waited = true;
            wake.await(LOOK);
            config.refresh(); // it may have been too hot for a limit that was a slip of the pen
            goOn();
        }
        if (waited) {
            status.is(State.WORKING, "");
        }
        last = System.nanoTime();
    }

    @Override
    public boolean ending() {
        return stopping.getAsBoolean();
    }

    private void goOn() {
        heartbeat.alive();
        if (stopping.getAsBoolean()) {
            throw new InterruptionException(InterruptionException.Reason.STOP);
        }
        if (heartbeat.lost()) {
            throw new InterruptionException(InterruptionException.Reason.LOST);
        }
        if (jobs.cancelled(job)) {
            throw new InterruptionException(InterruptionException.Reason.CANCELLED);
        }
    }

    private boolean waits() {
        if (jobs.paused()) {
            status.paused();
            return true;
        }
        Optional<String> hot = throttle.tooHot(config.get().limits().thermal());
        hot.ifPresent(why -> status.is(State.HOT, why));
        return hot.isPresent();
    }
}
