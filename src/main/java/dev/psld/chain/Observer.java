package dev.psld.chain;

import dev.psld.graph.Graph;
import dev.psld.graph.OnnxWriter;
import dev.psld.operator.Glue;
import dev.psld.operator.MeasurementOperator;
import dev.psld.ort.ElementType;
import dev.psld.ort.Environment;
import dev.psld.ort.OrtTensor;
import dev.psld.ort.Session;
import dev.psld.ort.SessionOptions;
import dev.psld.sampler.Moments;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The measuring half of a step: decoder, operator and gluing, encoder, and their pullbacks, bound to each other so that
 * pictures, tapes and cotangents never pass through Java. Used by one thread; closes its stages and the operator's
 * sessions, not the model's.
 */
final class Observer implements AutoCloseable {
    private final List<AutoCloseable> open = new ArrayList<>();
    private final Stage decoder;
    private final Stage measure;
    private final Optional<Stage> encoder;
    private final Optional<Stage> encoderPullback;
    private final Stage measurePullback;
    private final Stage decoderPullback;
    private final OrtTensor z;
    private final OrtTensor residualSquared;
    private final Optional<OrtTensor> noise;
    private final Optional<OrtTensor> mean;
    private final Optional<OrtTensor> logVar;
    private final Optional<OrtTensor> meanCotangent;
    private final Optional<OrtTensor> logVarCotangent;
    private final OrtTensor scale;
    private final OrtTensor gradient;
    private final OrtTensor picture;

    /**
     * @param gluing whether the encoder looks at the glued picture
     * @param withNoise whether every measurement gets fresh noise (author mode)
     */
    Observer(
            ModelSessions models,
            SessionOptions options,
            Measurement measurement,
            boolean gluing,
            boolean withNoise,
            StageClock clock) {
        try {
            Environment env = models.environment();
            MeasurementOperator operator = measurement.operator();
            Glue glue = Glue.of(operator, gluing, withNoise);

            decoder = keep(new Stage("D", env, models.session("decoder"), clock));
            z = decoder.hostInput("z");
            Map<String, OrtTensor> decoded = decoder.settle();
            picture = decoder.produced("x");

            measure = keep(new Stage("A", env, graph(env, glue.measure(), options), clock));
            measure.input("x", picture);
            OrtTensor y = keep(OrtTensor.of(
                    env, measurement.y(), operator.measurementShape().toArray()));
            measure.input("y", y);
            if (gluing) {
                measure.input("ty", lifted(env, options, measurement));
            }
            noise = withNoise ? Optional.of(measure.hostInput("noise")) : Optional.empty();
            Map<String, OrtTensor> parameters = parameters(env, operator);
            measure.connect(parameters);
            residualSquared = measure.hostOutput("residual_squared");
            Map<String, OrtTensor> measured = measure.settle();

            if (gluing) {
                Stage forward = keep(new Stage("E", env, models.session("encoder"), clock));
                forward.input("x", measure.produced("glued"));
                mean = Optional.of(forward.hostOutput("mean"));
                logVar = Optional.of(forward.hostOutput("logvar"));
                Map<String, OrtTensor> encoded = forward.settle();
                Stage back = keep(new Stage("E*", env, models.session(ModelSessions.pullback("encoder")), clock));
                back.connect(encoded);
                back.inputIfTaken("x", measure.produced("glued"));
                mean.ifPresent(t -> back.inputIfTaken("mean", t));
                logVar.ifPresent(t -> back.inputIfTaken("logvar", t));
                meanCotangent = Optional.of(back.hostInput("mean_cotangent"));
                logVarCotangent = Optional.of(back.hostInput("logvar_cotangent"));
                encoder = Optional.of(forward);
                encoderPullback = Optional.of(back);
            } else {
                encoder = encoderPullback = Optional.empty();
                mean = logVar = meanCotangent = logVarCotangent = Optional.empty();
            }

            measurePullback = keep(new Stage("A*", env, graph(env, glue.pullback(), options), clock));
            measurePullback.connect(measured);
            measurePullback.inputIfTaken("x", picture);
            measurePullback.connect(parameters);
            scale = keep(OrtTensor.allocate(env, ElementType.FLOAT));
            measurePullback.input("scale", scale);
            encoderPullback.ifPresent(back -> {
                back.settle();
                measurePullback.input("glued_cotangent", back.produced("x_cotangent"));
            });
            measurePullback.settle();

            decoderPullback = keep(new Stage("D*", env, models.session(ModelSessions.pullback("decoder")), clock));
            decoderPullback.connect(decoded);
            decoderPullback.inputIfTaken("z", z);
            decoderPullback.input("x_cotangent", measurePullback.produced("x_cotangent"));
            gradient = decoderPullback.hostOutput("z_cotangent");
            decoderPullback.settle();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** D(z), A and, where it is asked for, E of the glued picture. Read the results from the accessors below. */
    void observe(float[] latent, Optional<float[]> measurementNoise) {
        z.put(latent);
        noise.ifPresent(t -> t.put(measurementNoise.orElseGet(() -> new float[Math.toIntExact(t.elements())])));
        decoder.run();
        measure.run();
        encoder.ifPresent(Stage::run);
    }

    double residualSquared() {
        return residualSquared.scalar();
    }

    Optional<float[]> mean() {
        return mean.map(OrtTensor::toFloats);
    }

    Optional<float[]> logVar() {
        return logVar.map(OrtTensor::toFloats);
    }

    /** The picture of the last {@link #observe}, 1×C×H×W, not clamped. */
    float[] picture() {
        try (OrtTensor host = picture.toHost()) {
            return host.toFloats();
        }
    }

    /** J_D*( A*(residualScale·r − T* g) + g ) with g = J_E*(the encoder's cotangents), at the last observation. */
    float[] pull(double residualScale, Optional<Moments> encoded) {
        scale.put(new float[] {(float) residualScale});
        meanCotangent.ifPresent(t -> t.put(encoded.orElseThrow().mean()));
        logVarCotangent.ifPresent(t -> t.put(encoded.orElseThrow().logVariance()));
        encoderPullback.ifPresent(Stage::run);
        measurePullback.run();
        decoderPullback.run();
        return gradient.toFloats();
    }

    @Override
    public void close() {
        for (int i = open.size() - 1; i >= 0; i--) {
            try {
                open.get(i).close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        open.clear();
    }

    private Map<String, OrtTensor> parameters(Environment env, MeasurementOperator operator) {
        Map<String, OrtTensor> tensors = new LinkedHashMap<>();
        operator.parameters()
                .forEach((name, tensor) -> tensors.put(
                        name,
                        keep(OrtTensor.of(env, tensor.toFloats(), tensor.shape().toArray()))));
        return tensors;
    }

    /** T y, which no step changes. */
    private OrtTensor lifted(Environment env, SessionOptions options, Measurement measurement) {
        MeasurementOperator operator = measurement.operator();
        Graph lift = operator.lift().orElseThrow(); // Glue has asked for it already
        Map<String, float[]> inputs = new LinkedHashMap<>();
        operator.parameters().forEach((name, tensor) -> inputs.put(name, tensor.toFloats()));
        inputs.put(MeasurementOperator.Y, measurement.y());
        try (Session session = env.session(OnnxWriter.toBytes(lift), options)) {
            float[] ty = Objects.requireNonNull(session.evaluate(inputs).get(MeasurementOperator.X));
            return keep(OrtTensor.of(env, ty, operator.imageShape().toArray()));
        }
    }

    private <T extends AutoCloseable> T keep(T closeable) {
        open.add(closeable);
        return closeable;
    }

    private Session graph(Environment env, Graph graph, SessionOptions options) {
        return keep(env.session(OnnxWriter.toBytes(graph), options));
    }
}
