package dev.psld.chain;

import dev.psld.bundle.PullbackEntry;
import dev.psld.bundle.TensorSpec;
import dev.psld.ort.OrtTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The pullback of one net, bound to what its forward keeps, with cotangents that come from Java. Used by one thread at a time; closes its
 * stage, not the session.
 */
final class NetPullback implements AutoCloseable {
    private final Stage stage;
    private final List<Rows> cotangents = new ArrayList<>();
    private final String result;
    private final Optional<Rows> gradient;

    /**
     * Binds it, where the net has one.
     *
     * @param forward the settled stage that it follows
     * @param by the input that it is differentiated by
     * @param of the outputs whose cotangents it takes, in the order of {@link #cotangent}
     * @param toHost whether {@link #gradient} is asked for; else the result stays in {@link #result}
     */
    static Optional<NetPullback> of(
            ModelSessions models,
            String label,
            String role,
            Stage forward,
            TensorSpec by,
            List<TensorSpec> of,
            boolean toHost,
            StageClock clock) {
        return models.bundle().graph(role).pullback().map(entry -> {
            Stage stage = models.stage(label, ModelSessions.pullback(role), clock);
            try {
                return new NetPullback(stage, entry, forward, by, of, toHost, models.batch());
            } catch (RuntimeException e) {
                stage.close();
                throw e;
            }
        });
    }

    private NetPullback(
            Stage stage,
            PullbackEntry entry,
            Stage forward,
            TensorSpec by,
            List<TensorSpec> of,
            boolean toHost,
            int batch) {
        this.stage = stage;
        stage.follow(forward);
        of.forEach(spec -> cotangents.add(new Rows(stage.hostInput(entry.cotangent(spec)), batch)));
        result = entry.cotangent(by);
        gradient = toHost ? Optional.of(new Rows(stage.hostOutput(result), batch)) : Optional.empty();
        stage.settle();
    }

    /** Where the cotangents of an output are put, for the next {@link #run}. */
    Rows cotangent(int output) {
        return cotangents.get(output);
    }

    void run() {
        stage.run();
    }

    /** The cotangent of the input of one picture. */
    float[] gradient(int row) {
        return gradient.orElseThrow().get(row);
    }

    /** Where {@link #run} leaves the cotangents of the input, for all pictures. */
    OrtTensor result() {
        return stage.value(result);
    }

    @Override
    public void close() {
        stage.close();
    }
}
