package dev.psld.agent;

import dev.psld.job.InterruptionException;
import dev.psld.job.Job;
import dev.psld.job.JobQueue;
import dev.psld.job.JobSteps;
import java.time.Duration;
import java.util.Optional;

/** What happens between the steps of a job: a look whether to end it, and a wait when paused or too hot. On its threads. */
final class StepControl implements JobSteps {
    /** Between two looks at what it waits for. */
    private static final Duration LOOK = Duration.ofMillis(500);

    private final Job job;
    private final JobQueue jobs;
    private final BeatingClaim claim;
    private final Reloading config;
    private final StatusKeeper status;
    private final ThermalThrottle throttle;
    private final StopSignal stop;
    private final Counters counters;
    private long last;

    StepControl(Job job, JobQueue jobs, BeatingClaim claim, AgentContext agent) {
        this.job = job;
        this.jobs = jobs;
        this.claim = claim;
        this.config = agent.config();
        this.status = agent.status();
        this.throttle = agent.throttle();
        this.stop = agent.stop();
        this.counters = agent.telemetry().counters();
    }

    @Override
    public void step(int step, int steps) {
        long now = System.nanoTime();
        if (last != 0) {
            counters.step((now - last) / 1e9);
        }
        claim.stepped();
        status.step(job, step, steps, now);
        goOn();
        boolean waited = false;
        while (waits()) {
            waited = true;
            stop.await(LOOK);
            goOn();
        }
        if (waited) {
            status.is(State.WORKING, "");
        }
        last = System.nanoTime();
    }

    @Override
    public boolean ending() {
        return stop.stopping();
    }

    private void goOn() {
        claim.alive();
        if (stop.stopping()) {
            throw new InterruptionException(InterruptionException.Reason.STOP);
        }
        if (claim.lost()) {
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
