package dev.psld.chain;

import dev.psld.bundle.Manifest;
import dev.psld.graph.Tensor;
import dev.psld.operator.Mask;
import dev.psld.ort.Pick;
import dev.psld.ort.SessionOptions;
import dev.psld.sampler.GuidanceChain;
import dev.psld.sampler.Method;
import dev.psld.sampler.Mode;
import dev.psld.sampler.Moments;
import dev.psld.sampler.Observation;
import java.util.Optional;

/**
 * The guidance chain over a bundle's sessions: U, D, A and glue, E, and their pullbacks. Used by one thread; made for one
 * measurement, closed by its maker, and does not close the sessions.
 *
 * <p>Per step only latents and scalars cross between Java and ONNX Runtime; pictures, tapes and cotangents stay in the
 * provider's memory.
 */
public final class ModelChain implements GuidanceChain, AutoCloseable {
    private final Manifest manifest;
    private final Measurement measurement;
    private final long informative;
    private final StageClock clock = new StageClock();
    private final NoisePredictor predictor;
    private final Observer observer;

    /**
     * Binds the sessions for one measurement.
     *
     * @param method decides whether and what is glued
     * @param mode author mode adds noise to every measurement
     */
    public ModelChain(ModelSessions models, Pick pick, Measurement measurement, Method method, Mode mode) {
        this.manifest = models.bundle().manifest();
        this.measurement = measurement;
        this.informative = informative(measurement, manifest);
        predictor = new NoisePredictor(models, clock);
        try {
            observer = new Observer(
                    models,
                    SessionOptions.defaults().with(pick),
                    method == Method.GML_DPS
                            ? new Measurement(measurement.operator().withZeroLift(), measurement.y())
                            : measurement,
                    method.encodes(),
                    mode == Mode.AUTHOR,
                    clock);
        } catch (RuntimeException e) {
            predictor.close();
            throw e;
        }
        clock.reset();
    }

    @Override
    public int latentLength() {
        return manifest.latentLength();
    }

    @Override
    public double scale() {
        return manifest.scale();
    }

    @Override
    public int measurementLength() {
        return measurement.y().length;
    }

    @Override
    public long informative() {
        return informative;
    }

    /** A mask hides the pixels where it is 0; every other measurement says something everywhere. */
    private static long informative(Measurement measurement, Manifest manifest) {
        Tensor mask = measurement.operator().parameters().get(Mask.PARAMETER);
        if (mask == null) {
            return measurement.y().length;
        }
        long known = 0;
        for (double value : mask.toDoubles()) {
            known += value > 0 ? 1 : 0;
        }
        return known * manifest.image().get(0);
    }

    @Override
    public float[] predictNoise(float[] zt, double alphaBar, int t) {
        return predictor.predict(zt, alphaBar, t);
    }

    @Override
    public float[] pullNoise(float[] cotangent) {
        return predictor.pull(cotangent);
    }

    @Override
    public Observation observe(float[] z, Optional<float[]> noise) {
        observer.observe(z, noise);
        return new Observation(
                observer.residualSquared(),
                observer.mean().map(mean -> new Moments(mean, observer.logVar().orElseThrow())));
    }

    @Override
    public float[] pullObservation(double residualScale, Optional<Moments> encoded) {
        return observer.pull(residualScale, encoded);
    }

    /** The picture of the last {@link #observe}, C×H×W in about [−1, 1], not clamped. */
    public float[] picture() {
        return observer.picture();
    }

    /** Time spent by stage since the chain was made. */
    public StageClock clock() {
        return clock;
    }

    @Override
    public void close() {
        observer.close();
        predictor.close();
    }
}
