package dev.psld.chain;

import dev.psld.bundle.Role;
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
    private final ModelSessions models;
    private final StageClock clock;
    private final DecoderStages decoder;
    private final GlueStages measure;
    private final Optional<EncoderStages> encoder;
    private final Optional<Pulls> pulls;
    private Optional<MeasurementStages> guide = Optional.empty();

    /** The pullbacks of operators and decoder. */
    private record Pulls(GlueStages.GluePull measure, DecoderStages.Pull decoder) {}

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
        this.models = models;
        this.clock = clock;
        try {
            decoder = open.keep(new DecoderStages(models, "D", Role.DECODER, Optional.empty(), clock));
            measure = open.keep(new GlueStages(
                    models.environment(), options, measurements, gluing, withNoise, decoder.pictures(), clock));
            encoder = gluing
                    ? Optional.of(open.keep(new EncoderStages(models, measure.glued(), clock)))
                    : Optional.empty();
            boolean pullable = encoder.map(EncoderStages::gluedCotangent)
                            .map(Optional::isPresent)
                            .orElse(true)
                    && models.bundle().graph(Role.DECODER).pullback().isPresent();
            pulls = pullable ? pulls() : Optional.empty();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private Optional<Pulls> pulls() {
        GlueStages.GluePull glue = measure.bindPullback(encoder.flatMap(EncoderStages::gluedCotangent));
        return decoder.bindPullback(glue.pictures()).map(pull -> new Pulls(glue, pull));
    }

    /** The same operators and encoder behind the small decoder, which writes its pictures where the other one does. */
    private MeasurementStages(MeasurementStages full) {
        models = full.models;
        clock = full.clock;
        measure = full.measure;
        encoder = full.encoder;
        try {
            decoder = open.keep(
                    new DecoderStages(models, "d", Role.GUIDE_DECODER, Optional.of(full.decoder.pictures()), clock));
            pulls = full.pulls.flatMap(both ->
                    decoder.bindPullback(both.measure().pictures()).map(pull -> new Pulls(both.measure(), pull)));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * The same measured by the model's small decoder, bound when it is first asked for and closed with these. Both write to the
     * same pictures: a pullback belongs to the last {@link #observe} of either.
     */
    synchronized MeasurementStages guide() {
        if (guide.isEmpty()) {
            guide = Optional.of(open.keep(new MeasurementStages(this)));
        }
        return guide.get();
    }

    /** Where one picture is looked at by the next {@link #observe}, and the noise added to its measurement. */
    void point(int row, float[] latent, Optional<float[]> measurementNoise) {
        decoder.point(row, latent);
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
        try (OrtTensor host = decoder.pictures().toHost()) {
            return new Rows(host, models.batch()).get(row);
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
        pulls.orElseThrow().decoder().stage().run();
    }

    /** The cotangent of one picture's latent. */
    float[] gradient(int row) {
        return pulls.orElseThrow().decoder().gradient().get(row);
    }

    @Override
    public void close() {
        open.close();
    }
}
