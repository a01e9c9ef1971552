package dev.psld.chain;

import dev.psld.operator.Measurement;
import dev.psld.ort.Pick;
import dev.psld.sampler.GuidanceChain;
import dev.psld.sampler.Method;
import dev.psld.sampler.Mode;
import dev.psld.sampler.Moments;
import dev.psld.sampler.Observation;
import java.util.List;
import java.util.Optional;

/**
 * The guidance chain over a bundle's sessions: U, D, A and glue, E, and their pullbacks. Used by one thread; made for one
 * measurement, closed by its maker, and does not close the sessions.
 *
 * <p>Per step only latents and scalars cross between Java and ONNX Runtime; pictures, tapes and cotangents stay in the
 * provider's memory.
 */
public final class ModelChain extends MeasuredChain implements Reusable {
    private final Nets nets;

    /**
     * Binds the sessions for one measurement.
     *
     * @param models for one picture at a time
     * @param method decides whether and what is glued
     * @param mode author mode adds noise to every measurement
     */
    public ModelChain(ModelSessions models, Pick pick, Measurement measurement, Method method, Mode mode) {
        this(models, pick, measurement, method, mode, Optional.empty());
    }

    /**
     * The same for a model that is told something.
     *
     * @param text empty for what the bundle holds
     */
    public ModelChain(
            ModelSessions models,
            Pick pick,
            Measurement measurement,
            Method method,
            Mode mode,
            Optional<TextCondition> text) {
        super(models.bundle().manifest(), measurement);
        this.nets = Nets.of(models, pick, List.of(measurement), method, mode, text);
    }

    private ModelChain(ModelChain like, Nets nets) {
        super(like);
        this.nets = nets;
    }

    @Override
    public GuidanceChain guide() {
        return hasGuide() ? new ModelChain(this, nets.guide()) : this;
    }

    @Override
    public float[] predictNoise(float[] zt, double alphaBar, int t) {
        nets.predictor().point(0, zt);
        nets.predictor().predict(alphaBar, t);
        return nets.predictor().noise(0);
    }

    @Override
    public float[] renoising(float[] predicted) {
        return nets.predictor().renoisesApart() ? nets.predictor().renoising(0) : predicted;
    }

    @Override
    public float[] pullNoise(float[] cotangent) {
        nets.predictor().cotangent(0, cotangent);
        nets.predictor().pull();
        return nets.predictor().gradient(0);
    }

    @Override
    public Observation observe(float[] z, Optional<float[]> noise) {
        nets.measured().point(0, z, noise);
        nets.measured().observe();
        return nets.measured().observation(0);
    }

    @Override
    public float[] pullObservation(double residualScale, Optional<Moments> encoded) {
        nets.measured().cotangent(0, residualScale, encoded);
        nets.measured().pull();
        return nets.measured().gradient(0);
    }

    /** The picture of the last {@link #observe}, C×H×W in about [−1, 1], not clamped. */
    public float[] picture() {
        return nets.measured().picture(0);
    }

    /** Time spent by stage since the chain was made. */
    public StageClock clock() {
        return nets.clock();
    }

    @Override
    public void restart() {
        nets.restart();
    }

    @Override
    public void close() {
        nets.close();
    }
}
