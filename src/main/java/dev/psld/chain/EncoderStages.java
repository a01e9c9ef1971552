package dev.psld.chain;

import dev.psld.bundle.GraphEntry;
import dev.psld.bundle.PullbackEntry;
import dev.psld.bundle.Quantity;
import dev.psld.bundle.Role;
import dev.psld.bundle.TensorSpec;
import dev.psld.ort.OrtTensor;
import dev.psld.sampler.Moments;
import java.util.Optional;

/**
 * The encoder and its pullback, bound to glued pictures that stay where they are, for as many of them as the model's
 * graphs take. Used by one thread at a time; closes its stages, not the sessions.
 */
final class EncoderStages implements AutoCloseable {
    private final Stage forward;
    private final Stage pullback;
    private final Rows mean;
    private final Optional<Rows> logVariance;
    private final Rows meanCotangent;
    private final Optional<Rows> logVarianceCotangent;
    private final OrtTensor gluedCotangent;

    EncoderStages(ModelSessions models, OrtTensor glued, StageClock clock) {
        GraphEntry encode = models.bundle().graph(Role.ENCODER);
        PullbackEntry back = encode.pullback().orElseThrow();
        TensorSpec image = encode.input(Quantity.IMAGE);
        TensorSpec means = encode.output(Quantity.MEAN);
        Optional<TensorSpec> variances = encode.findOutput(Quantity.LOG_VARIANCE);
        forward = models.stage("E", Role.ENCODER, clock);
        try {
            pullback = models.stage("E*", ModelSessions.pullback(Role.ENCODER), clock);
        } catch (RuntimeException e) {
            forward.close();
            throw e;
        }
        try {
            int batch = models.batch();
            forward.input(image.name(), glued);
            mean = new Rows(forward.hostOutput(means.name()), batch);
            logVariance = variances.map(spec -> new Rows(forward.hostOutput(spec.name()), batch));
            forward.settle();
            pullback.follow(forward);
            meanCotangent = new Rows(pullback.hostInput(back.cotangent(means)), batch);
            logVarianceCotangent = variances.map(spec -> new Rows(pullback.hostInput(back.cotangent(spec)), batch));
            pullback.settle();
            gluedCotangent = pullback.value(back.cotangent(image));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    void run() {
        forward.run();
    }

    /** The posterior of one picture at the last {@link #run}. */
    Moments moments(int row) {
        return new Moments(mean.get(row), logVariance.map(rows -> rows.get(row)));
    }

    /** The cotangents of one picture's posterior, for the next {@link #pull}. */
    void cotangent(int row, Moments cotangents) {
        meanCotangent.put(row, cotangents.mean());
        logVarianceCotangent.ifPresent(
                rows -> rows.put(row, cotangents.logVariance().orElseThrow()));
    }

    void pull() {
        pullback.run();
    }

    /** Where {@link #pull} leaves the cotangents of the glued pictures. */
    OrtTensor gluedCotangent() {
        return gluedCotangent;
    }

    @Override
    public void close() {
        pullback.close();
        forward.close();
    }
}
