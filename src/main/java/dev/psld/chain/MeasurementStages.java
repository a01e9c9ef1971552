package dev.psld.chain;

import dev.psld.autodiff.DiffRequest;
import dev.psld.bundle.GraphEntry;
import dev.psld.bundle.PullbackEntry;
import dev.psld.bundle.Quantity;
import dev.psld.bundle.Role;
import dev.psld.bundle.TensorSpec;
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
import java.util.List;
import java.util.Optional;

/**
 * The measuring half of a step, for as many pictures as the model's graphs take: decoder, operators and gluing, encoder,
 * and their pullbacks, bound to each other so that pictures, tapes and cotangents never pass through Java. Used by one
 * thread at a time; closes its stages and the operators' sessions, not the model's.
 */
final class MeasurementStages implements AutoCloseable {
    private final List<AutoCloseable> open = new ArrayList<>();
    private final int batch;
    private final Stage decoder;
    private final Stage measure;
    private final Optional<EncoderStages> encoder;
    private final Stage measurePullback;
    private final Stage decoderPullback;
    private final Rows z;
    private final Rows residualSquared;
    private final List<OrtTensor> noise = new ArrayList<>();
    private final Rows scale;
    private final Rows gradient;
    private final OrtTensor pictures;

    /**
     * @param measurements one for every picture that the model's graphs take
     * @param gluing whether the encoder looks at the glued pictures
     * @param withNoise whether every measurement gets fresh noise (author mode)
     */
    MeasurementStages(
            ModelSessions models,
            SessionOptions options,
            List<Measurement> measurements,
            boolean gluing,
            boolean withNoise,
            StageClock clock) {
        try {
            batch = models.batch();
            Environment env = models.environment();
            GraphEntry decode = models.bundle().graph(Role.DECODER);
            PullbackEntry decodeBack = decode.pullback().orElseThrow();
            TensorSpec latent = decode.input(Quantity.LATENT);
            TensorSpec decoded = decode.output(Quantity.IMAGE);
            GlueBatch glue = GlueBatch.of(
                    measurements.stream().map(Measurement::operator).toList(), gluing, withNoise);

            decoder = keep(models.stage("D", Role.DECODER, clock));
            z = new Rows(decoder.hostInput(latent.name()), batch);
            decoder.settle();
            pictures = decoder.value(decoded.name());

            measure = keep(new Stage("A", env, graph(env, glue.measure(), options), clock));
            measure.input(MeasurementOperator.X, pictures);
            for (int k = 0; k < measurements.size(); k++) {
                feed(env, options, measurements.get(k), glue, k, gluing);
                if (withNoise) {
                    noise.add(measure.hostInput(glue.name(Glue.NOISE, k)));
                }
            }
            residualSquared = new Rows(measure.hostOutput(Glue.RESIDUAL_SQUARED), batch);
            measure.settle();

            measurePullback = keep(new Stage("A*", env, graph(env, glue.pullback(), options), clock));
            measurePullback.follow(measure);
            scale = new Rows(measurePullback.hostInput(Glue.SCALE), batch);
            encoder = gluing
                    ? Optional.of(keep(new EncoderStages(models, measure.value(Glue.GLUED), clock)))
                    : Optional.empty();
            encoder.ifPresent(e -> measurePullback.input(DiffRequest.cotangent(Glue.GLUED), e.gluedCotangent()));
            measurePullback.settle();

            decoderPullback = keep(models.stage("D*", ModelSessions.pullback(Role.DECODER), clock));
            decoderPullback.follow(decoder);
            decoderPullback.input(
                    decodeBack.cotangent(decoded), measurePullback.value(DiffRequest.cotangent(MeasurementOperator.X)));
            gradient = new Rows(decoderPullback.hostOutput(decodeBack.cotangent(latent)), batch);
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
        encoder.ifPresent(EncoderStages::run);
    }

    /** What the last {@link #observe} saw of one picture. */
    Observation observation(int row) {
        return new Observation(residualSquared.get(row)[0], encoder.map(stages -> stages.moments(row)));
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
        encoder.ifPresent(stages -> stages.cotangent(row, encoded.orElseThrow()));
    }

    /** J_D*( A*(residualScale·r − T* g) + g ) with g = J_E*(the encoder's cotangents), at the last observation. */
    void pull() {
        encoder.ifPresent(EncoderStages::pull);
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

    /** Binds y, T y and the operator's parameters of one picture, which no step changes. */
    private void feed(
            Environment env, SessionOptions options, Measurement measurement, GlueBatch glue, int row, boolean gluing) {
        MeasurementOperator operator = measurement.operator();
        measure.input(
                glue.name(MeasurementOperator.Y, row),
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
        operator.parameters()
                .forEach((name, tensor) -> measure.give(
                        glue.name(name, row),
                        keep(OrtTensor.of(env, tensor.toFloats(), tensor.shape().toArray()))));
    }

    private <T extends AutoCloseable> T keep(T closeable) {
        open.add(closeable);
        return closeable;
    }

    private Session graph(Environment env, Graph graph, SessionOptions options) {
        return keep(env.session(OnnxWriter.toBytes(graph), options));
    }
}
