package dev.psld.chain;

import dev.psld.operator.Measurement;
import dev.psld.ort.Pick;
import dev.psld.ort.SessionOptions;
import dev.psld.sampler.Method;
import dev.psld.sampler.Mode;
import java.util.List;
import java.util.Optional;

/**
 * What a chain is made of: noise predictor and measurement over one set of sessions, with their clock. Used by one thread at
 * a time; closed by its maker, does not close the sessions.
 */
record Nets(NoisePredictor predictor, MeasurementStages measured, StageClock clock) implements Reusable {

    /** Binds the sessions for these measurements, as many as the model's graphs take. */
    static Nets of(
            ModelSessions models,
            Pick pick,
            List<Measurement> measurements,
            Method method,
            Mode mode,
            Optional<TextCondition> text) {
        StageClock clock = new StageClock();
        NoisePredictor predictor = new NoisePredictor(models, text, clock);
        try {
            MeasurementStages measured = new MeasurementStages(
                    models,
                    SessionOptions.defaults().with(pick),
                    measurements.stream().map(m -> OperatorRun.glued(m, method)).toList(),
                    method.encodes(),
                    mode == Mode.AUTHOR,
                    clock);
            clock.reset();
            return new Nets(predictor, measured, clock);
        } catch (RuntimeException e) {
            predictor.close();
            throw e;
        }
    }

    /** The same measured by the model's small decoder; closed with these. */
    Nets guide() {
        return new Nets(predictor, measured.guide(), clock);
    }

    @Override
    public void restart() {
        clock.reset();
    }

    @Override
    public void close() {
        measured.close();
        predictor.close();
    }
}
