package dev.psld.restore;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Threads that work side by side and do not keep the program alive. Thread-safe; closing it interrupts what still runs and
 * waits for its end, so that what the work used can be closed afterwards.
 */
public final class SamplingThreads implements AutoCloseable {
    private final ExecutorService threads;
    private final Set<ThreadShare> shares = new HashSet<>();

    public SamplingThreads(int size) {
        threads = Executors.newFixedThreadPool(size, work -> {
            Thread thread = new Thread(work, "psld-sampling");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The work of one more run; its pieces take their turns with those of the others. */
    ThreadShare share() {
        ThreadShare share = new ThreadShare(threads, this::leave);
        synchronized (shares) {
            shares.add(share);
            if (shares.size() > 1) {
                shares.forEach(ThreadShare::accompanied);
            }
        }
        return share;
    }

    private void leave(ThreadShare share) {
        synchronized (shares) {
            shares.remove(share);
        }
    }

    /** Does all of this at once, on as many threads, and gives the results in order. */
    <T> List<T> all(List<Callable<T>> work) {
        List<Future<T>> begun = work.stream().map(threads::submit).toList();
        List<T> results = new ArrayList<>();
        for (Future<T> one : begun) {
            try {
                results.add(one.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted");
            }
        }
        return results;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        boolean interrupted = false;
        while (!threads.isTerminated()) {
            try {
                threads.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
