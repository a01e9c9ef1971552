package dev.psld.restore;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The work of one run on threads that others may share. Thread-safe. Closing it interrupts its pieces that run, waits for their
 * end, and lets none begin any more; the pieces of others go on.
 */
final class ThreadShare implements AutoCloseable {
    private final Executor threads;
    private final Consumer<ThreadShare> leave;
    private final Set<Thread> working = new HashSet<>();
    private boolean closed;
    private volatile boolean accompanied;

    /** @param leave told when this is closed */
    ThreadShare(Executor threads, Consumer<ThreadShare> leave) {
        this.threads = threads;
        this.leave = leave;
    }

    /** Another run shares the threads. */
    void accompanied() {
        accompanied = true;
    }

    /** Whether no other run has ever shared the threads with this one. */
    boolean alone() {
        return !accompanied;
    }

    /** Starts a piece of work; it must tell of its end, and of its failure, by itself. */
    void start(Runnable work) {
        threads.execute(() -> {
            if (begins()) {
                try {
                    work.run();
                } finally {
                    ends();
                }
            }
        });
    }

    private synchronized boolean begins() {
        if (!closed) {
            working.add(Thread.currentThread());
        }
        return !closed;
    }

    private synchronized void ends() {
        working.remove(Thread.currentThread());
        boolean unused = Thread.interrupted(); // it was meant for this piece, not for the next
        notifyAll();
    }

    @Override
    public void close() {
        boolean interrupted = false;
        synchronized (this) {
            closed = true;
            working.forEach(Thread::interrupt);
            while (!working.isEmpty()) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        leave.accept(this);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
