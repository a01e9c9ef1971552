package dev.psld.fused;

import dev.psld.chain.OperatorRun;
import dev.psld.chain.Reusable;
import dev.psld.chain.StageClock;
import dev.psld.chain.TextCondition;
import dev.psld.operator.Glue;
import dev.psld.operator.Measurement;
import dev.psld.operator.MeasurementOperator;
import dev.psld.sampler.Settings;
import dev.psld.sampler.StepCheck;
import dev.psld.sampler.StepEngine;
import dev.psld.sampler.StepInput;
import dev.psld.sampler.StepOutput;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Steps as one graph each, for one measurement. Used by one thread; closed by its maker; the model stays the caller's.
 * Latents, noises and a few numbers cross between Java and ONNX Runtime in a step, nothing else.
 */
public final class FusedStep implements StepEngine, Reusable {
    private final FusedModel model;
    private final Measurement measurement;
    private final Settings settings;
    private final Optional<TextCondition> text;
    private final long informative;
    private final StageClock clock = new StageClock();
    private final MeasurementTensors fixed;
    private final Map<StepKind, BoundGraph> steps = new HashMap<>();
    private Optional<BoundGraph> look = Optional.empty();

    /** Binds nothing yet: the graph of a step is made at the first step of its kind. */
    public FusedStep(FusedModel model, Measurement measurement, Settings settings) {
        this(model, measurement, settings, Optional.empty());
    }

    /**
     * The same for a model that is told something.
     *
     * @param text of the settings' prompt; empty for what the bundle holds
     */
    public FusedStep(FusedModel model, Measurement measurement, Settings settings, Optional<TextCondition> text) {
        this.text = text;
        this.model = model;
        this.measurement = OperatorRun.glued(measurement, settings.method());
        this.settings = settings;
        this.informative = measurement.informative();
        this.fixed = new MeasurementTensors(model, this.measurement, text);
    }

    @Override
    public int latentLength() {
        return model.bundle().manifest().latentLength();
    }

    @Override
    public int measurementLength() {
        return measurement.y().length;
    }

    @Override
    public StepOutput step(StepInput in, StepCheck check) {
        BoundGraph step = bound(StepKind.step(settings, text, in.guided(), in.deviation() > 0));
        step.put(StepGraph.ZT, in.zt());
        step.put(StepGraph.T, new float[] {in.point().t()});
        step.put(StepGraph.COEFFICIENTS, Coefficient.of(in, settings, informative, latentLength()));
        in.stepNoise().ifPresent(noise -> step.put(StepGraph.STEP_NOISE, noise));
        in.measurementNoise().ifPresent(noise -> step.put(Glue.NOISE, noise));
        in.encoderNoise().ifPresent(noise -> step.put(StepGraph.ENCODER_NOISE, noise));
        return run(step, check);
    }

    @Override
    public StepOutput polish(float[] z, double gamma, double omega, StepCheck check) {
        BoundGraph step = bound(StepKind.polish(settings));
        step.put(StepGraph.ZT, z);
        step.put(StepGraph.COEFFICIENTS, Coefficient.weights(gamma, omega, settings, informative));
        return run(step, check);
    }

    @Override
    public double residual(float[] z) {
        return settings.residual(look(z).scalar(StepGraph.RESIDUAL_SQUARED), informative);
    }

    /** D(z/s), C×H×W in about [−1, 1], not clamped. */
    public float[] decode(float[] z) {
        return look(z).floats(LookGraph.PICTURE);
    }

    /** The picture of the last {@link #residual} or {@link #decode}. */
    public float[] picture() {
        return look.orElseThrow(() -> new IllegalStateException("no latent was looked at yet"))
                .floats(LookGraph.PICTURE);
    }

    /** Time spent by stage since the engine was made: {@code step}, and {@code look} at the end or for previews. */
    public StageClock clock() {
        return clock;
    }

    private StepOutput run(BoundGraph step, StepCheck check) {
        step.run();
        float[] estimate = step.floats(StepGraph.ESTIMATE);
        check.finite("the predicted noise", estimate);
        double residual = Double.NaN;
        double gluing = Double.NaN;
        if (step.gives(StepGraph.RESIDUAL_SQUARED)) {
            double squared = step.scalar(StepGraph.RESIDUAL_SQUARED);
            check.finite("the residual of the decoded picture", squared);
            residual = settings.residual(squared, informative);
        }
        if (step.gives(StepGraph.GLUING)) {
            gluing = step.scalar(StepGraph.GLUING);
            check.finite("the encoded picture", gluing);
        }
        float[] latent = step.floats(StepGraph.LATENT);
        check.finite("the new latent", latent);
        return new StepOutput(latent, estimate, residual, gluing);
    }

    private BoundGraph bound(StepKind kind) {
        return steps.computeIfAbsent(
                kind,
                k -> new BoundGraph(
                        "step", model, StepGraph.of(model.graphs(), measurement.operator(), k), fixed, clock));
    }

    private BoundGraph look(float[] z) {
        if (look.isEmpty()) {
            Optional<MeasurementOperator> operator = Optional.of(measurement.operator())
                    .filter(o -> settings.method().measures());
            look = Optional.of(new BoundGraph("look", model, LookGraph.of(model.graphs(), operator), fixed, clock));
        }
        return look.get().put(StepGraph.ZT, z).run();
    }

    @Override
    public void restart() {
        clock.reset();
    }

    @Override
    public void close() {
        steps.values().forEach(BoundGraph::close);
        steps.clear();
        look.ifPresent(BoundGraph::close);
        look = Optional.empty();
        fixed.close();
    }
}
