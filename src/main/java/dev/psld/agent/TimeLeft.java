package dev.psld.agent;

import java.util.OptionalLong;

/** How long the steps of a job take. Not thread-safe; one per job. */
final class TimeLeft {
    private int from;
    private long since;

    /** The first step seen is the mark: before it a model was loaded, or a checkpoint taken up. */
    OptionalLong secondsLeft(int step, int steps, long nanos) {
        if (from == 0 || step <= from) {
            from = step;
            since = nanos;
            return OptionalLong.empty();
        }
        double each = (nanos - since) / 1e9 / (step - from);
        return OptionalLong.of(Math.round((steps - step) * each));
    }
}
