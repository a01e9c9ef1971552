package dev.psld.chain;

import dev.psld.bundle.GraphEntry;
import dev.psld.bundle.PullbackEntry;
import dev.psld.bundle.Quantity;
import dev.psld.bundle.Role;
import dev.psld.bundle.TensorSpec;
import dev.psld.operator.Measurement;
import dev.psld.ort.OrtTensor;
import dev.psld.ort.SessionOptions;
import dev.psld.sampler.Moments;
import dev.psld.sampler.Observation;
import java.util.List;
import java.util.Optional;

/**
 * The measuring half of a step, for as many pictures as the model's graphs take: decoder, operators and gluing, encoder,
 * and their pullbacks, bound to each other so that pictures, tapes and cotangents never pass through Java. Used by one
 * thread at a time; closes its stages and the operators' sessions, not the model's.
 */
final class MeasurementStages implements AutoCloseable {
    private final OpenParts open = new OpenParts();
    private final int batch;
    private final Stage decoder;
    private final GlueStages measure;
    private final Optional<EncoderStages> encoder;
    private final Optional<Pulls> pulls;
    private final Rows z;
    private final OrtTensor pictures;

    /** The pullbacks of operators and decoder. */
    private record Pulls(GlueStages.GluePull measure, Stage decoder, Rows gradient) {}

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
            GraphEntry decode = models.bundle().graph(Role.DECODER);
            TensorSpec latent = decode.input(Quantity.LATENT);
            TensorSpec decoded = decode.output(Quantity.IMAGE);

            decoder = open.keep(models.stage("D", Role.DECODER, clock));
            z = new Rows(decoder.hostInput(latent.name()), batch);
            decoder.settle();
            pictures = decoder.value(decoded.name());

            measure = open.keep(
                    new GlueStages(models.environment(), options, measurements, gluing, withNoise, pictures, clock));
            encoder = gluing
                    ? Optional.of(open.keep(new EncoderStages(models, measure.glued(), clock)))
                    : Optional.empty();
            boolean pullable = encoder.map(EncoderStages::gluedCotangent)
                    .map(Optional::isPresent)
                    .orElse(true);
            pulls = pullable
                    ? decode.pullback().map(back -> bind(back, models, latent, decoded, clock))
                    : Optional.empty();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private Pulls bind(
            PullbackEntry back, ModelSessions models, TensorSpec latent, TensorSpec decoded, StageClock clock) {
        GlueStages.GluePull glue = measure.bindPullback(encoder.flatMap(EncoderStages::gluedCotangent));
        Stage pullback = open.keep(models.stage("D*", ModelSessions.pullback(Role.DECODER), clock));
        pullback.follow(decoder);
        pullback.input(back.cotangent(decoded), glue.pictures());
        Rows gradient = new Rows(pullback.hostOutput(back.cotangent(latent)), batch);
        pullback.settle();
        return new Pulls(glue, pullback, gradient);
    }

    /** Where one picture is looked at by the next {@link #observe}, and the noise added to its measurement. */
    void point(int row, float[] latent, Optional<float[]> measurementNoise) {
        z.put(row, latent);
        measure.noise(row, measurementNoise);
    }

    /** D(z), A and, where it is asked for, E of the glued pictures. */
    void observe() {
        decoder.run();
        measure.run();
        encoder.ifPresent(EncoderStages::run);
    }

    /** What the last {@link #observe} saw of one picture. */
    Observation observation(int row) {
        return new Observation(measure.residualSquared(row), encoder.map(stages -> stages.moments(row)));
    }

    /** One picture of the last {@link #observe}, C×H×W, not clamped. */
    float[] picture(int row) {
        try (OrtTensor host = pictures.toHost()) {
            return new Rows(host, batch).get(row);
        }
    }

    /** The cotangents of one picture's observation, for the next {@link #pull}. */
    void cotangent(int row, double residualScale, Optional<Moments> encoded) {
        pulls.orElseThrow().measure().scale().put(row, (float) residualScale);
        encoder.ifPresent(stages -> stages.cotangent(row, encoded.orElseThrow()));
    }

    /** J_D*( A*(residualScale·r − T* g) + g ) with g = J_E*(the encoder's cotangents), at the last observation. */
    void pull() {
        encoder.ifPresent(EncoderStages::pull);
        pulls.orElseThrow().measure().stage().run();
        pulls.orElseThrow().decoder().run();
    }

    /** The cotangent of one picture's latent. */
    float[] gradient(int row) {
        return pulls.orElseThrow().gradient().get(row);
    }

    @Override
    public void close() {
        open.close();
    }
}
