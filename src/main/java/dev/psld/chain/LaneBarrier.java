package dev.psld.chain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Where the threads of several lanes meet to do one piece of work together: each brings its part and waits; the last to
 * come does the work for all. Thread-safe. All lanes make the same calls in the same order; one that ends must
 * {@link #leave}, so that nobody waits for it.
 */
final class LaneBarrier {
    private final List<Optional<Object>> brought;
    private int attending;
    private int arrived;
    private long round;
    private String current = "";
    private Runnable pending = () -> {};
    private List<?> results = List.of();
    private Optional<RuntimeException> failure = Optional.empty();

    LaneBarrier(int lanes) {
        attending = lanes;
        brought = new ArrayList<>(Collections.nCopies(lanes, Optional.empty()));
    }

    /** What is done together. */
    @FunctionalInterface
    interface Pass<I, O> {
        /** Takes what each lane brought, empty for one that has left; gives a result for every lane. */
        List<O> all(List<Optional<I>> parts);
    }

    /**
     * Brings a lane's part and gives its result.
     *
     * @param what names the call; lanes that call different things at the same time are a programming error
     * @throws RuntimeException what the work threw, in every lane
     */
    @SuppressWarnings("unchecked") // every lane brings and takes the types of the same call
    synchronized <I, O> O join(int lane, String what, I part, Pass<I, O> work) {
        if (arrived > 0 && !current.equals(what)) {
            throw new IllegalStateException("lane " + lane + " calls " + what + " while others call " + current);
        }
        current = what;
        pending = () -> results = work.all((List<Optional<I>>) (List<?>) Collections.unmodifiableList(brought));
        brought.set(lane, Optional.of(part));
        arrived++;
        long mine = round;
        hold();
        await(mine);
        failure.ifPresent(e -> {
            throw e;
        });
        return (O) results.get(lane);
    }

    /** A lane will come no more. */
    synchronized void leave() {
        attending--;
        hold();
    }

    /** Does the work once everybody is there. */
    private void hold() {
        if (arrived == 0 || arrived < attending) {
            return;
        }
        try {
            failure = Optional.empty();
            pending.run();
        } catch (RuntimeException e) {
            failure = Optional.of(e);
        } catch (Error e) { // such as no memory: the others must not wait for ever
            failure = Optional.of(new IllegalStateException(e));
        }
        Collections.fill(brought, Optional.empty());
        arrived = 0;
        round++;
        notifyAll();
    }

    /** Waits until the others have come and the work of this round is done. */
    private void await(long mine) {
        try {
            while (round == mine) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            arrived--;
            throw new CancellationException("interrupted");
        }
    }
}
