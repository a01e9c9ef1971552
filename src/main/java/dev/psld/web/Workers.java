package dev.psld.web;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A few threads for what waits for a disk, and a bounded number of those who wait for them. Thread-safe; closing it ends the threads. */
final class Workers implements Executor, AutoCloseable {
    private static final int THREADS = 4;
    private static final int WAITING = 64;

    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(WAITING), work -> {
                Thread made = new Thread(work, "psld-web");
                made.setDaemon(true);
                return made;
            });

    Workers() {
        threads.allowCoreThreadTimeOut(true);
    }

    /** What it answers, or how it fails; too many at once fail with a {@link WebException}. */
    <T> CompletableFuture<T> run(Callable<T> work) {
        CompletableFuture<T> made = new CompletableFuture<>();
        try {
            threads.execute(() -> {
                try {
                    made.complete(work.call());
                } catch (Exception | OutOfMemoryError e) {
                    made.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            made.completeExceptionally(
                    new WebException(503, "There is too much to do just now: try again in a moment."));
        }
        return made;
    }

    @Override
    public void execute(Runnable work) {
        threads.execute(work);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
