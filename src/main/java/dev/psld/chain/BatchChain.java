package dev.psld.chain;

import dev.psld.operator.Measurement;
import dev.psld.ort.Pick;
import dev.psld.sampler.GuidanceChain;
import dev.psld.sampler.Method;
import dev.psld.sampler.Mode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * One chain for several pictures at once: each has a lane, which a sampler uses from a thread of its own like a chain for
 * it alone, and every call waits until all lanes have made it. Lanes have noise, norms and measurement of their own, and
 * one that fails does not touch the others. Closed by its maker, for the next samples of the same measurements, when no lane is in use any more.
 */
public final class BatchChain implements AutoCloseable {
    private final BoundLease<Nets> lease;
    private final Nets nets;
    private final LaneBarrier barrier;
    private final List<LaneChain> lanes = new ArrayList<>();

    /**
     * Binds the sessions, or takes what an earlier chain for the very same measurements left bound.
     *
     * @param measurements at least one, at most as many as the model's graphs take; rows without one do idle work
     */
    public BatchChain(ModelSessions models, Pick pick, List<Measurement> measurements, Method method, Mode mode) {
        this(models, pick, measurements, method, mode, Optional.empty());
    }

    /**
     * The same for a model that is told something, of all pictures the same.
     *
     * @param text empty for what the bundle holds
     */
    public BatchChain(
            ModelSessions models,
            Pick pick,
            List<Measurement> measurements,
            Method method,
            Mode mode,
            Optional<TextCondition> text) {
        List<Measurement> rows = new ArrayList<>(measurements);
        rows.addAll(Collections.nCopies(models.batch() - measurements.size(), measurements.get(0)));
        lease = models.nets(pick, rows, method, mode, text);
        nets = lease.bound();
        barrier = new LaneBarrier(measurements.size());
        for (Measurement measurement : measurements) {
            lanes.add(new LaneChain(lanes.size(), models.bundle().manifest(), measurement, nets, barrier));
        }
    }

    /** The chain of one picture. */
    public GuidanceChain lane(int k) {
        return lanes.get(k);
    }

    /** The picture of a lane's last observation, C×H×W in about [−1, 1], not clamped. */
    public float[] picture(int k) {
        return nets.measured().picture(k);
    }

    /** Ends a lane, whether its sampler came to an end or failed: the others wait for it no longer. */
    public void leave() {
        barrier.leave();
    }

    /** Time spent by stage since the chain was made, for all lanes together. */
    public StageClock clock() {
        return nets.clock();
    }

    @Override
    public void close() {
        lease.close();
    }
}
