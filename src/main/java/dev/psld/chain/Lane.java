package dev.psld.chain;

import dev.psld.bundle.Manifest;
import dev.psld.operator.Measurement;
import dev.psld.sampler.Moments;
import dev.psld.sampler.Observation;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** One picture's part in a {@link BatchChain}. Used by one thread; every call waits for the other lanes. */
final class Lane extends MeasuredChain {
    private final int row;
    private final NoisePredictor predictor;
    private final Observer observer;
    private final Meeting meeting;

    Lane(int row, Manifest manifest, Measurement measurement, Nets nets, Meeting meeting) {
        super(manifest, measurement);
        this.row = row;
        this.predictor = nets.predictor();
        this.observer = nets.observer();
        this.meeting = meeting;
    }

    /** What an observation starts from. */
    @SuppressWarnings("ArrayRecordComponent") // numbers of a latent, compared by nobody
    private record Look(float[] z, Optional<float[]> noise) {}

    /** What is pulled back through an observation. */
    private record Pull(double residualScale, Optional<Moments> encoded) {}

    @Override
    public float[] predictNoise(float[] zt, double alphaBar, int t) {
        return meeting.join(row, "noise at " + t, zt, (List<Optional<float[]>> points) -> {
            each(points, predictor::point);
            predictor.predict(alphaBar, t);
            return results(points, predictor::noise);
        });
    }

    @Override
    public float[] pullNoise(float[] cotangent) {
        return meeting.join(row, "pullback of the noise", cotangent, (List<Optional<float[]>> cotangents) -> {
            each(cotangents, predictor::cotangent);
            predictor.pull();
            return results(cotangents, predictor::gradient);
        });
    }

    @Override
    public Observation observe(float[] z, Optional<float[]> noise) {
        return meeting.join(row, "observation", new Look(z, noise), (List<Optional<Look>> looks) -> {
            each(looks, (k, look) -> observer.point(k, look.z(), look.noise()));
            observer.observe();
            return results(looks, observer::observation);
        });
    }

    @Override
    public float[] pullObservation(double residualScale, Optional<Moments> encoded) {
        return meeting.join(
                row, "pullback of the observation", new Pull(residualScale, encoded), (List<Optional<Pull>> pulls) -> {
                    each(pulls, (k, pull) -> observer.cotangent(k, pull.residualScale(), pull.encoded()));
                    observer.pull();
                    return results(pulls, observer::gradient);
                });
    }

    /** Receives a row and what its lane brought. */
    private interface Putting<T> {
        void put(int row, T part);
    }

    private static <T> void each(List<Optional<T>> parts, Putting<T> putting) {
        for (int k = 0; k < parts.size(); k++) {
            int lane = k;
            parts.get(k).ifPresent(part -> putting.put(lane, part));
        }
    }

    private static <O> List<O> results(List<? extends Optional<?>> parts, IntFunction<O> result) {
        return IntStream.range(0, parts.size()).mapToObj(result).toList();
    }
}
