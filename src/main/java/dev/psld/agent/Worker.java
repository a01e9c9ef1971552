package dev.psld.agent;

import dev.psld.fault.FaultException;
import dev.psld.host.Journal;
import dev.psld.job.HeldJob;
import dev.psld.job.JobQueue;
import dev.psld.job.LostClaimException;
import dev.psld.job.QueueException;
import dev.psld.job.Restorer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Brings claims to their end, and has the agent wait where something is in the way of that. Thread-safe; one per agent. */
final class Worker {
    /** After so many failures of ONNX Runtime with one photo it is the photo. */
    private static final int MOST_TROUBLES = 3;

    private final AgentContext agent;
    private final Restorer restorer;
    private final Journal journal;
    private final StatusKeeper status;
    private final Map<String, Integer> troubles = new ConcurrentHashMap<>();

    Worker(AgentContext agent, Restorer restorer) {
        this.agent = agent;
        this.restorer = restorer;
        this.journal = agent.telemetry().journal();
        this.status = agent.status();
    }

    /** Brings a claim to its end. */
    void work(JobQueue jobs, HeldJob claim, Heartbeat heartbeat) {
        BeatingClaim beating = heartbeat.holds(claim);
        JobRun run = new JobRun(claim, restorer, writes(jobs, beating), agent.telemetry(), agent.stop());
        status.begins(claim.job());
        try {
            if (jobs.cancelled(claim.job())) {
                run.cancel();
            } else if (run.run(new StepControl(claim.job(), jobs, beating, agent))) {
                status.done();
            }
            troubles.remove(claim.job().id());
            agent.backoff().reset();
        } catch (LostClaimException e) {
            journal.warning(String.valueOf(e.getMessage()));
        } catch (FaultException e) {
            troubled(claim, run, e);
        } finally {
            heartbeat.lets(beating);
            status.ends(claim.job());
            claim.abandon(); // where its end could not be written, the next look takes it up
        }
    }

    private void troubled(HeldJob claim, JobRun run, FaultException e) {
        if (agent.stop().stopping()) { // what is half written at a stop is removed under the hands of who writes it
            run.putBack();
            return;
        }
        String id = claim.job().id();
        if (Remedy.of(e.fault()) == Remedy.RETRY && troubles.merge(id, 1, Integer::sum) >= MOST_TROUBLES) {
            troubles.remove(id);
            run.fail(e.sentence());
        } else {
            run.putBack();
            status.ends(claim.job());
            status.troubleOfJobs(e.sentence());
            agent.backoff().begin();
        }
    }

    private WriteRetry writes(JobQueue jobs, BeatingClaim claim) {
        return new WriteRetry() {
            @Override
            public <T> T persist(Supplier<T> writing) {
                while (true) {
                    try {
                        T written = writing.get();
                        agent.backoff().reset();
                        return written;
                    } catch (QueueException e) {
                        if (agent.stop().stopping()) {
                            throw e;
                        }
                        status.is(State.TROUBLE, String.valueOf(e.getMessage()));
                        agent.stop().await(agent.backoff().begin());
                        claim.alive();
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
}
