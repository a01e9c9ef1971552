package dev.psld.agent;

import dev.psld.fault.FaultException;
import dev.psld.host.Journal;
import dev.psld.job.HeldJob;
import dev.psld.job.JobQueue;
import dev.psld.job.JobSteps;
import dev.psld.job.LostClaimException;
import dev.psld.job.QueueException;
import dev.psld.job.Restorer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Brings claims to their end, and waits where something is in the way of that. Used by the agent's thread; one per agent. */
final class Worker {
    /** After so many failures of ONNX Runtime with one photo it is the photo. */
    private static final int MOST_TROUBLES = 3;

    private final AgentContext agent;
    private final Restorer restorer;
    private final Journal journal;
    private final StatusKeeper status;
    private final WakeSignal wake;
    private final BooleanSupplier stopping;
    private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));
    private final Map<String, Integer> troubles = new HashMap<>();

    Worker(AgentContext agent, Restorer restorer) {
        this.agent = agent;
        this.restorer = restorer;
        this.journal = agent.telemetry().journal();
        this.status = agent.status();
        this.wake = agent.wake();
        this.stopping = agent.stopping();
    }

    /**
     * Brings a claim to its end.
     *
     * @param queue looks at the queue meanwhile
     */
    void work(JobQueue jobs, HeldJob claim, Heartbeat heartbeat, Runnable queue) {
        WriteRetry writes = writes(jobs, heartbeat);
        JobRun run = new JobRun(claim, restorer, writes, agent.telemetry(), stopping);
        JobSteps steps = new StepControl(claim.job(), jobs, heartbeat, agent, queue);
        heartbeat.holds(claim);
        status.begins(claim.job());
        try {
            if (jobs.cancelled(claim.job())) {
                run.cancel();
            } else {
                if (run.run(steps)) {
                    status.done();
                }
            }
            troubles.remove(claim.job().id());
            backoff.reset();
        } catch (LostClaimException e) {
            journal.warning(String.valueOf(e.getMessage()));
        } catch (FaultException e) {
            troubled(claim, run, e);
        } finally {
            heartbeat.lets();
            status.ends();
            claim.abandon(); // where its end could not be written, the next look takes it up
        }
    }

    private void troubled(HeldJob claim, JobRun run, FaultException e) {
        if (stopping.getAsBoolean()) { // what is half written at a stop is removed under the hands of who writes it
            run.putBack();
            return;
        }
        String id = claim.job().id();
        if (Remedy.of(e.fault()) == Remedy.RETRY && troubles.merge(id, 1, Integer::sum) >= MOST_TROUBLES) {
            troubles.remove(id);
            run.fail(e.sentence());
        } else {
            run.putBack();
            status.ends();
            status.troubleOfJobs(e.sentence());
            backOff();
        }
    }

    private WriteRetry writes(JobQueue jobs, Heartbeat heartbeat) {
        return new WriteRetry() {
            @Override
            public <T> T persist(Supplier<T> writing) {
                while (true) {
                    try {
                        T written = writing.get();
                        backoff.reset();
                        return written;
                    } catch (QueueException e) {
                        if (stopping.getAsBoolean()) {
                            throw e;
                        }
                        trouble(String.valueOf(e.getMessage()));
                        heartbeat.alive();
                        verify(jobs);
                    }
                }
            }
        };
    }

    /** Folders that somebody removed; what else is wrong with the spool is told by the next try. */
    private static void verify(JobQueue jobs) {
        try {
            jobs.verify();
        } catch (QueueException e) {
            // See above.
        }
    }

    /** Shows what is wrong and waits, longer each time. */
    void trouble(String sentence) {
        status.is(State.TROUBLE, sentence);
        backOff();
    }

    private void backOff() {
        if (!stopping.getAsBoolean()) {
            wake.await(backoff.next());
        }
    }
}
