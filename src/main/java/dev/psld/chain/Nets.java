package dev.psld.chain;

import dev.psld.operator.Measurement;
import dev.psld.ort.Pick;
import dev.psld.ort.SessionOptions;
import dev.psld.sampler.Method;
import dev.psld.sampler.Mode;
import java.util.List;

/**
 * What a chain is made of: noise predictor and observer over one set of sessions, with their clock. Used by one thread at
 * a time; closed by its maker, does not close the sessions.
 */
record Nets(NoisePredictor predictor, Observer observer, StageClock clock) implements AutoCloseable {

    /** Binds the sessions for these measurements, as many as the model's graphs take. */
    static Nets of(ModelSessions models, Pick pick, List<Measurement> measurements, Method method, Mode mode) {
        StageClock clock = new StageClock();
        NoisePredictor predictor = new NoisePredictor(models, clock);
        try {
            Observer observer = new Observer(
                    models,
                    SessionOptions.defaults().with(pick),
                    measurements.stream().map(m -> OperatorRun.glued(m, method)).toList(),
                    method.encodes(),
                    mode == Mode.AUTHOR,
                    clock);
            clock.reset();
            return new Nets(predictor, observer, clock);
        } catch (RuntimeException e) {
            predictor.close();
            throw e;
        }
    }

    @Override
    public void close() {
        observer.close();
        predictor.close();
    }
}
