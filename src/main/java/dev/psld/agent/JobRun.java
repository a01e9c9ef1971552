package dev.psld.agent;

import dev.psld.fault.Fault;
import dev.psld.fault.FaultException;
import dev.psld.fault.HeapLimit;
import dev.psld.host.Journal;
import dev.psld.job.HeldJob;
import dev.psld.job.InterruptionException;
import dev.psld.job.Job;
import dev.psld.job.JobSteps;
import dev.psld.job.LostClaimException;
import dev.psld.job.QueueException;
import dev.psld.job.RestoreException;
import dev.psld.job.RestoreRequest;
import dev.psld.job.RestoreResult;
import dev.psld.job.Restorer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Locale;

/** One claim from its beginning to its end: published, failed, put back, or lost. Used once, by one thread. */
final class JobRun {
    /** A job that ended so many processes before its own end is taken for what ends them. */
    private static final int MOST_ATTEMPTS = 20;

    private final HeldJob claim;
    private final Job job;
    private final Restorer restorer;
    private final WriteRetry writes;
    private final AgentTelemetry telemetry;
    private final Journal journal;
    private final StopSignal stop;

    JobRun(HeldJob claim, Restorer restorer, WriteRetry writes, AgentTelemetry telemetry, StopSignal stop) {
        this.claim = claim;
        this.job = claim.job();
        this.restorer = restorer;
        this.writes = writes;
        this.telemetry = telemetry;
        this.journal = telemetry.journal();
        this.stop = stop;
    }

    /**
     * Does the work and publishes it; what is wrong with the photo, or with the program, ends here.
     *
     * @return whether it is done
     * @throws FaultException when it is neither
     */
    boolean run(JobSteps steps) {
        long began = System.nanoTime();
        journal.info(line("begins" + (job.attempt() > 1 ? ", for the " + job.attempt() + ". time" : "")));
        try {
            if (job.attempt() > MOST_ATTEMPTS) {
                fail("it was begun " + MOST_ATTEMPTS
                        + " times and the program ended each time before the photo was done;"
                        + " psld agent retry puts it back once the cause is found");
                return false;
            }
            RestoreResult made = restorer.restore(work(), steps);
            Path picture = writes.persist(() -> claim.publish(made));
            double seconds = (System.nanoTime() - began) / 1e9;
            made.remarks().forEach(remark -> journal.info(line(remark)));
            journal.notice(line(String.format(Locale.ROOT, "done in %.1f s: %s", seconds, picture)));
            telemetry.counters().ended(job.task(), "done");
            telemetry.counters().took(job.task(), seconds);
            return true;
        } catch (InterruptionException e) {
            interrupted(e.reason());
        } catch (LostClaimException e) {
            interrupted(InterruptionException.Reason.LOST);
        } catch (FaultException e) {
            if (Remedy.of(e.fault()) != Remedy.FAIL) {
                throw e;
            }
            if (!claim.readable()) { // then it is not the photo, whatever it looked like
                throw new RestoreException(
                        Fault.RUNTIME, job.shown() + " cannot be read where it lies: was the spool away?", e);
            }
            fail(e.sentence());
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            // What ends with the program may fail in any way: the photo has no part in it.
            if (stop.stopping()) {
                putBack();
            } else if (e instanceof OutOfMemoryError) {
                fail("the memory does not suffice for it; " + HeapLimit.sentence());
            } else {
                defect(e);
            }
        }
        return false;
    }

    /** A defect of the program: it must not stop the other photos. */
    private void defect(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        journal.error(line("unexpected: " + trace));
        fail("unexpected " + thrown + "; the log has the details");
    }

    /** Leaves the job to the next start, which goes on from its checkpoint. */
    void putBack() {
        try {
            claim.release();
            journal.info(line("put back; it goes on from its checkpoint"));
        } catch (QueueException e) {
            journal.warning(line("it cannot be put back now, and is taken over later: " + e.getMessage()));
        }
    }

    /** Ends the job as failed. */
    void fail(String reason) {
        ends(reason, "failed");
    }

    /** Ends the job as its user wanted. */
    void cancel() {
        ends(HeldJob.CANCELLED, "cancelled");
    }

    private void ends(String reason, String outcome) {
        try {
            Path failed = writes.persist(() -> claim.fail(reason));
            journal.warning(line(outcome + ": " + reason + " → " + failed));
            telemetry.counters().ended(job.task(), outcome);
        } catch (LostClaimException e) {
            interrupted(InterruptionException.Reason.LOST);
        }
    }

    private void interrupted(InterruptionException.Reason reason) {
        switch (reason) {
            case STOP -> putBack();
            case CANCELLED -> cancel();
            case LOST -> {
                journal.warning(line("another agent has taken it over, for this one was silent too long"));
                telemetry.counters().ended(job.task(), "lost");
            }
        }
    }

    private RestoreRequest work() {
        String name = job.name();
        int dot = name.lastIndexOf('.');
        return new RestoreRequest(
                job.shown(),
                dot > 0 ? name.substring(0, dot) : name,
                job.task(),
                claim.photo(),
                claim.mask(),
                claim.kernel(),
                claim.settings(),
                claim.remark(),
                claim.checkpoint(),
                claim.view(),
                claim.staging());
    }

    private String line(String what) {
        return "job " + job.id() + " " + job.shown() + ": " + what;
    }
}
