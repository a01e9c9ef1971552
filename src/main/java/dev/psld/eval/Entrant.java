package dev.psld.eval;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Who restores: one of the program's methods, or another program. Used by one thread. */
public interface Entrant {
    /** The name of its folders and rows. */
    String name();

    /** Whether another seed gives another picture. */
    boolean draws();

    /** Everything of itself that decides what it makes of a task. */
    String identity(EvaluatedTask task);

    /** Why it can do nothing about a task, or about a picture, in a sentence; empty where it can. */
    Optional<String> refusal(EvaluatedTask task, Subject subject);

    /** One restoration that is asked for. */
    record Order(Measured measured, long seed, Path file) {}

    /** What came of it: a picture, or a reason. */
    interface Receiver {
        void made(Order order, Made made);

        void failed(Order order, Throwable why);
    }

    /**
     * A restored picture in its place.
     *
     * @param calls of networks; negative where nobody knows
     * @param peakBytes of memory; 0 where nobody knows
     */
    record Made(double seconds, int calls, long peakBytes) {}

    /** Restores all, one after the other, each under its file name. */
    void restore(EvaluatedTask task, List<Order> orders, Receiver receiver);
}
