package dev.psld.chain;

import dev.psld.bundle.GraphEntry;
import dev.psld.bundle.Quantity;
import dev.psld.bundle.Role;
import dev.psld.bundle.TensorSpec;
import dev.psld.ort.OrtTensor;
import dev.psld.sampler.Moments;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The encoder and its pullback, bound to glued pictures that stay where they are, for as many of them as the model's
 * graphs take. Used by one thread at a time; closes its stages, not the sessions.
 */
final class EncoderStages implements AutoCloseable {
    private final Stage forward;
    private final Optional<NetPullback> pullback;
    private final Rows mean;
    private final Optional<Rows> logVariance;

    EncoderStages(ModelSessions models, OrtTensor glued, StageClock clock) {
        GraphEntry encode = models.bundle().graph(Role.ENCODER);
        TensorSpec image = encode.input(Quantity.IMAGE);
        TensorSpec means = encode.output(Quantity.MEAN);
        Optional<TensorSpec> variances = encode.findOutput(Quantity.LOG_VARIANCE);
        forward = models.stage("E", Role.ENCODER, clock);
        try {
            int batch = models.batch();
            forward.input(image.name(), glued);
            mean = new Rows(forward.hostOutput(means.name()), batch);
            logVariance = variances.map(spec -> new Rows(forward.hostOutput(spec.name()), batch));
            forward.settle();
            List<TensorSpec> posterior = new ArrayList<>(List.of(means));
            variances.ifPresent(posterior::add);
            pullback = NetPullback.of(models, "E*", Role.ENCODER, forward, image, posterior, false, clock);
        } catch (RuntimeException e) {
            forward.close();
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
        NetPullback pulled = pullback.orElseThrow();
        pulled.cotangent(0).put(row, cotangents.mean());
        if (logVariance.isPresent()) {
            pulled.cotangent(1).put(row, cotangents.logVariance().orElseThrow());
        }
    }

    void pull() {
        pullback.orElseThrow().run();
    }

    /** Where {@link #pull} leaves the cotangents of the glued pictures; empty where nothing can be pulled. */
    Optional<OrtTensor> gluedCotangent() {
        return pullback.map(NetPullback::result);
    }

    @Override
    public void close() {
        pullback.ifPresent(NetPullback::close);
        forward.close();
    }
}
