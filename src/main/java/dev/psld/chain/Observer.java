package dev.psld.chain;

import dev.psld.graph.Graph;
import dev.psld.graph.OnnxWriter;
import dev.psld.operator.Glue;
import dev.psld.operator.GlueBatch;
import dev.psld.operator.Measurement;
import dev.psld.operator.MeasurementOperator;
import dev.psld.ort.Environment;
import dev.psld.ort.OrtTensor;
import dev.psld.ort.Session;
import dev.psld.ort.SessionOptions;
import dev.psld.sampler.Moments;
import dev.psld.sampler.Observation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The measuring half of a step, for as many pictures as the model's graphs take: decoder, operators and gluing, encoder,
 * and their pullbacks, bound to each other so that pictures, tapes and cotangents never pass through Java. Used by one
 * thread at a time; closes its stages and the operators' sessions, not the model's.
 */
final class Observer implements AutoCloseable {
    private final List<AutoCloseable> open = new ArrayList<>();
    private final int batch;
    private final Stage decoder;
    private final Stage measure;
    private final Optional<Stage> encoder;
    private final Optional<Stage> encoderPullback;
    private final Stage measurePullback;
    private final Stage decoderPullback;
    private final Rows z;
    private final Rows residualSquared;
    private final List<OrtTensor> noise = new ArrayList<>();
    private final Optional<Rows> mean;
    private final Optional<Rows> logVar;
    private final Optional<Rows> meanCotangent;
    private final Optional<Rows> logVarCotangent;
    private final Rows scale;
    private final Rows gradient;
    private final OrtTensor pictures;

    /**
     * @param measurements one for every picture that the model's graphs take
     * @param gluing whether the encoder looks at the glued pictures
     * @param withNoise whether every measurement gets fresh noise (author mode)
     */
    Observer(
            ModelSessions models,
            SessionOptions options,
            List<Measurement> measurements,
            boolean gluing,
            boolean withNoise,
            StageClock clock) {
        try {
            batch = models.batch();
            Environment env = models.environment();
            GlueBatch glue = GlueBatch.of(
                    measurements.stream().map(Measurement::operator).toList(), gluing, withNoise);

            decoder = keep(new Stage("D", env, models.session("decoder"), clock));
            OrtTensor latents = decoder.hostInput("z");
            z = new Rows(latents, batch);
            Map<String, OrtTensor> decoded = decoder.settle();
            pictures = decoder.produced("x");

            measure = keep(new Stage("A", env, graph(env, glue.measure(), options), clock));
            measure.input("x", pictures);
            Map<String, OrtTensor> parameters = new LinkedHashMap<>();
            for (int k = 0; k < measurements.size(); k++) {
                feed(env, options, measurements.get(k), glue, k, gluing);
                if (withNoise) {
                    noise.add(measure.hostInput(glue.name(Glue.NOISE, k)));
                }
                parameters.putAll(parameters(env, measurements.get(k).operator(), glue, k));
            }
            measure.connect(parameters);
            residualSquared = new Rows(measure.hostOutput(Glue.RESIDUAL_SQUARED), batch);
            Map<String, OrtTensor> measured = measure.settle();

            if (gluing) {
                Stage forward = keep(new Stage("E", env, models.session("encoder"), clock));
                forward.input("x", measure.produced(Glue.GLUED));
                OrtTensor means = forward.hostOutput("mean");
                OrtTensor logVars = forward.hostOutput("logvar");
                mean = Optional.of(new Rows(means, batch));
                logVar = Optional.of(new Rows(logVars, batch));
                Map<String, OrtTensor> encoded = forward.settle();
                Stage back = keep(new Stage("E*", env, models.session(ModelSessions.pullback("encoder")), clock));
                back.connect(encoded);
                back.inputIfTaken("x", measure.produced(Glue.GLUED));
                back.inputIfTaken("mean", means);
                back.inputIfTaken("logvar", logVars);
                meanCotangent = Optional.of(new Rows(back.hostInput("mean_cotangent"), batch));
                logVarCotangent = Optional.of(new Rows(back.hostInput("logvar_cotangent"), batch));
                encoder = Optional.of(forward);
                encoderPullback = Optional.of(back);
            } else {
                encoder = encoderPullback = Optional.empty();
                mean = logVar = meanCotangent = logVarCotangent = Optional.empty();
            }

            measurePullback = keep(new Stage("A*", env, graph(env, glue.pullback(), options), clock));
            measurePullback.connect(measured);
            measurePullback.inputIfTaken("x", pictures);
            measurePullback.connect(parameters);
            scale = new Rows(measurePullback.hostInput(Glue.SCALE), batch);
            encoderPullback.ifPresent(back -> {
                back.settle();
                measurePullback.input("glued_cotangent", back.produced("x_cotangent"));
            });
            measurePullback.settle();

            decoderPullback = keep(new Stage("D*", env, models.session(ModelSessions.pullback("decoder")), clock));
            decoderPullback.connect(decoded);
            decoderPullback.inputIfTaken("z", latents);
            decoderPullback.input("x_cotangent", measurePullback.produced("x_cotangent"));
            gradient = new Rows(decoderPullback.hostOutput("z_cotangent"), batch);
            decoderPullback.settle();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Where one picture is looked at by the next {@link #observe}, and the noise added to its measurement. */
    void point(int row, float[] latent, Optional<float[]> measurementNoise) {
        z.put(row, latent);
        if (!noise.isEmpty()) {
            OrtTensor own = noise.get(row);
            own.put(measurementNoise.orElseGet(() -> new float[Math.toIntExact(own.elements())]));
        }
    }

    /** D(z), A and, where it is asked for, E of the glued pictures. */
    void observe() {
        decoder.run();
        measure.run();
        encoder.ifPresent(Stage::run);
    }

    /** What the last {@link #observe} saw of one picture. */
    Observation observation(int row) {
        return new Observation(
                residualSquared.get(row)[0],
                mean.map(rows -> new Moments(rows.get(row), logVar.orElseThrow().get(row))));
    }

    /** One picture of the last {@link #observe}, C×H×W, not clamped. */
    float[] picture(int row) {
        try (OrtTensor host = pictures.toHost()) {
            return new Rows(host, batch).get(row);
        }
    }

    /** The cotangents of one picture's observation, for the next {@link #pull}. */
    void cotangent(int row, double residualScale, Optional<Moments> encoded) {
        scale.put(row, (float) residualScale);
        meanCotangent.ifPresent(rows -> rows.put(row, encoded.orElseThrow().mean()));
        logVarCotangent.ifPresent(rows -> rows.put(row, encoded.orElseThrow().logVariance()));
    }

    /** J_D*( A*(residualScale·r − T* g) + g ) with g = J_E*(the encoder's cotangents), at the last observation. */
    void pull() {
        encoderPullback.ifPresent(Stage::run);
        measurePullback.run();
        decoderPullback.run();
    }

    /** The cotangent of one picture's latent. */
    float[] gradient(int row) {
        return gradient.get(row);
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

    /** Binds y and T y of one picture, which no step changes. */
    private void feed(
            Environment env, SessionOptions options, Measurement measurement, GlueBatch glue, int row, boolean gluing) {
        MeasurementOperator operator = measurement.operator();
        measure.input(
                glue.name("y", row),
                keep(OrtTensor.of(
                        env, measurement.y(), operator.measurementShape().toArray())));
        if (gluing) {
            measure.input(
                    glue.name(Glue.TY, row),
                    keep(OrtTensor.of(
                            env,
                            new OperatorRun(env, options).lift(measurement),
                            operator.imageShape().toArray())));
        }
    }

    private Map<String, OrtTensor> parameters(Environment env, MeasurementOperator operator, GlueBatch glue, int row) {
        Map<String, OrtTensor> tensors = new LinkedHashMap<>();
        operator.parameters()
                .forEach((name, tensor) -> tensors.put(
                        glue.name(name, row),
                        keep(OrtTensor.of(env, tensor.toFloats(), tensor.shape().toArray()))));
        return tensors;
    }

    private <T extends AutoCloseable> T keep(T closeable) {
        open.add(closeable);
        return closeable;
    }

    private Session graph(Environment env, Graph graph, SessionOptions options) {
        return keep(env.session(OnnxWriter.toBytes(graph), options));
    }
}
