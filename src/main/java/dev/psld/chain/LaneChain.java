package dev.psld.chain;

import dev.psld.bundle.Manifest;
import dev.psld.bundle.Role;
import dev.psld.operator.Measurement;
import dev.psld.sampler.GuidanceChain;
import dev.psld.sampler.Moments;
import dev.psld.sampler.Observation;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** One picture's part in a {@link BatchChain}. Used by one thread; every call waits for the other lanes. */
final class LaneChain extends MeasuredChain {
    private final int row;
    private final Nets nets;
    private final String decoder;
    private final NoisePredictor predictor;
    private final MeasurementStages measured;
    private final LaneBarrier barrier;
    private Optional<float[]> renoising = Optional.empty();

    LaneChain(int row, Manifest manifest, Measurement measurement, Nets nets, LaneBarrier barrier) {
        super(manifest, measurement);
        this.row = row;
        this.nets = nets;
        this.decoder = "";
        this.predictor = nets.predictor();
        this.measured = nets.measured();
        this.barrier = barrier;
    }

    /** The same row measured by the small decoder. */
    private LaneChain(LaneChain like) {
        super(like);
        this.row = like.row;
        this.nets = like.nets.guide();
        this.decoder = " by the " + Role.GUIDE_DECODER;
        this.predictor = like.predictor;
        this.measured = nets.measured();
        this.barrier = like.barrier;
    }

    @Override
    public GuidanceChain guide() {
        return hasGuide() ? new LaneChain(this) : this;
    }

    /** ε, and the noise that the step goes on by where that is another one. */
    @SuppressWarnings("ArrayRecordComponent") // numbers of a latent, compared by nobody
    private record Seen(float[] noise, Optional<float[]> renoising) {}

    private Seen seen(int lane) {
        Optional<float[]> apart = predictor.renoisesApart() ? Optional.of(predictor.renoising(lane)) : Optional.empty();
        return new Seen(predictor.noise(lane), apart);
    }

    /** What an observation starts from. */
    @SuppressWarnings("ArrayRecordComponent") // numbers of a latent, compared by nobody
    private record Look(float[] z, Optional<float[]> noise) {}

    /** What is pulled back through an observation. */
    private record Pull(double residualScale, Optional<Moments> encoded) {}

    @Override
    public float[] predictNoise(float[] zt, double alphaBar, int t) {
        Seen seen = barrier.join(row, "noise at " + t, zt, (List<Optional<float[]>> points) -> {
            each(points, predictor::point);
            predictor.predict(alphaBar, t);
            return results(points, this::seen);
        });
        renoising = seen.renoising;
        return seen.noise;
    }

    @Override
    public float[] renoising(float[] predicted) {
        return renoising.orElse(predicted);
    }

    @Override
    public float[] pullNoise(float[] cotangent) {
        return barrier.join(row, "pullback of the noise", cotangent, (List<Optional<float[]>> cotangents) -> {
            each(cotangents, predictor::cotangent);
            predictor.pull();
            return results(cotangents, predictor::gradient);
        });
    }

    @Override
    public Observation observe(float[] z, Optional<float[]> noise) {
        return barrier.join(row, "observation" + decoder, new Look(z, noise), (List<Optional<Look>> looks) -> {
            each(looks, (k, look) -> measured.point(k, look.z(), look.noise()));
            measured.observe();
            return results(looks, measured::observation);
        });
    }

    @Override
    public float[] pullObservation(double residualScale, Optional<Moments> encoded) {
        return barrier.join(
                row,
                "pullback of the observation" + decoder,
                new Pull(residualScale, encoded),
                (List<Optional<Pull>> pulls) -> {
                    each(pulls, (k, pull) -> measured.cotangent(k, pull.residualScale(), pull.encoded()));
                    measured.pull();
                    return results(pulls, measured::gradient);
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
