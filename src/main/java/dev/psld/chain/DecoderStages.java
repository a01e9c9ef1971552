package dev.psld.chain;

import dev.psld.bundle.GraphEntry;
import dev.psld.bundle.PullbackEntry;
import dev.psld.bundle.Quantity;
import dev.psld.bundle.TensorSpec;
import dev.psld.ort.OrtTensor;
import java.util.Optional;

/**
 * A decoder and its pullback over pictures that stay where they are, for as many of them as the model's graphs take. Used by
 * one thread at a time; closes its stages, not the sessions.
 */
final class DecoderStages implements AutoCloseable {
    private final OpenParts open = new OpenParts();
    private final ModelSessions models;
    private final String label;
    private final String role;
    private final StageClock clock;
    private final Stage forward;
    private final TensorSpec latent;
    private final TensorSpec decoded;
    private final Rows z;
    private final OrtTensor pictures;

    /** The pullback of a decoder, closed with it. */
    record Pull(Stage stage, Rows gradient) {}

    /**
     * Binds the forward; {@link #bindPullback} comes next.
     *
     * @param label what the clock calls it
     * @param into where the pictures go; empty for a place of its own
     */
    DecoderStages(ModelSessions models, String label, String role, Optional<OrtTensor> into, StageClock clock) {
        this.models = models;
        this.label = label;
        this.role = role;
        this.clock = clock;
        try {
            GraphEntry graph = models.bundle().graph(role);
            latent = graph.input(Quantity.LATENT);
            decoded = graph.output(Quantity.IMAGE);
            forward = open.keep(models.stage(label, role, clock));
            z = new Rows(forward.hostInput(latent.name()), models.batch());
            into.ifPresent(tensor -> forward.output(decoded.name(), tensor));
            forward.settle();
            pictures = forward.value(decoded.name());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Where one picture is looked at by the next {@link #run}. */
    void point(int row, float[] values) {
        z.put(row, values);
    }

    void run() {
        forward.run();
    }

    /** Where {@link #run} leaves the pictures. */
    OrtTensor pictures() {
        return pictures;
    }

    /** Binds the pullback, where there is one, to what the forward keeps and to the cotangents of the pictures. */
    Optional<Pull> bindPullback(OrtTensor cotangents) {
        return models.bundle().graph(role).pullback().map(entry -> bind(entry, cotangents));
    }

    private Pull bind(PullbackEntry entry, OrtTensor cotangents) {
        Stage pullback = open.keep(models.stage(label + "*", ModelSessions.pullback(role), clock));
        pullback.follow(forward);
        pullback.input(entry.cotangent(decoded), cotangents);
        Rows gradient = new Rows(pullback.hostOutput(entry.cotangent(latent)), models.batch());
        pullback.settle();
        return new Pull(pullback, gradient);
    }

    @Override
    public void close() {
        open.close();
    }
}
