package dev.psld.agent;

import dev.psld.job.HeldJob;
import dev.psld.job.JobQueue;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The jobs in work, each on a thread of its own. Used by the agent's thread; closing it waits until the last has come to its
 * end.
 */
final class WorkingJobs implements AutoCloseable {
    private final Worker worker;
    private final HeapLevel heap = new HeapLevel();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> new Thread(work, "psld-job"));
    private int count;
    private long lastEnd = System.nanoTime();
    private Optional<Runnable> defect = Optional.empty();

    WorkingJobs(Worker worker) {
        this.worker = worker;
    }

    /** How many there are. */
    synchronized int count() {
        return count;
    }

    /** Since when there has been none; since now while there is one. {@link System#nanoTime}. */
    synchronized long idleSince() {
        return count > 0 ? System.nanoTime() : lastEnd;
    }

    /** Begins to bring a claim to its end. */
    synchronized void start(JobQueue jobs, HeldJob claim, Heartbeat heartbeat) {
        count++;
        threads.execute(() -> {
            Optional<Runnable> thrown = Optional.empty();
            try {
                worker.work(jobs, claim, heartbeat);
                heap.restore();
            } catch (RuntimeException e) {
                thrown = Optional.of(() -> {
                    throw e;
                });
            } catch (Error e) {
                thrown = Optional.of(() -> {
                    throw e;
                });
            } finally {
                ended(thrown);
            }
        });
    }

    private synchronized void ended(Optional<Runnable> thrown) {
        count--;
        lastEnd = System.nanoTime();
        defect = defect.or(() -> thrown);
        notifyAll();
    }

    /** Waits until there are fewer than so many, at most for so long. What ended a job's thread, unforeseen, ends the agent. */
    synchronized void awaitFewer(int than, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        try {
            for (long left = time.toMillis(); count >= than && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Optional<Runnable> thrown = defect;
        defect = Optional.empty();
        thrown.ifPresent(Runnable::run);
    }

    @Override
    public synchronized void close() {
        threads.shutdown();
        boolean interrupted = false;
        while (count > 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
