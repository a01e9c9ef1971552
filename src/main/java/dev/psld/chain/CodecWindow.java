package dev.psld.chain;

import dev.psld.bundle.GraphEntry;
import dev.psld.bundle.PullbackEntry;
import dev.psld.bundle.Quantity;
import dev.psld.bundle.Role;
import dev.psld.bundle.TensorSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Decoder or encoder over windows; of an encoder the log-variance follows the mean as further channels. Used by one thread at a
 * time; closes its stages, not the sessions.
 */
final class CodecWindow implements WindowNet {
    private final Stage forward;
    private final Stage pullback;
    private final Rows window;
    private final List<Rows> outputs = new ArrayList<>();
    private final List<Rows> cotangents = new ArrayList<>();
    private final Rows gradient;

    private CodecWindow(
            ModelSessions models, String label, String role, Quantity in, List<TensorSpec> out, StageClock clock) {
        GraphEntry graph = models.bundle().graph(role);
        PullbackEntry back = graph.pullback().orElseThrow();
        TensorSpec input = graph.input(in);
        forward = models.stage(label, role, clock);
        try {
            pullback = models.stage(label + "*", ModelSessions.pullback(role), clock);
        } catch (RuntimeException e) {
            forward.close();
            throw e;
        }
        try {
            int batch = models.batch();
            window = new Rows(forward.hostInput(input.name()), batch);
            out.forEach(spec -> outputs.add(new Rows(forward.hostOutput(spec.name()), batch)));
            forward.settle();
            pullback.follow(forward);
            out.forEach(spec -> cotangents.add(new Rows(pullback.hostInput(back.cotangent(spec)), batch)));
            gradient = new Rows(pullback.hostOutput(back.cotangent(input)), batch);
            pullback.settle();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    static CodecWindow decoder(ModelSessions models, StageClock clock) {
        GraphEntry graph = models.bundle().graph(Role.DECODER);
        return new CodecWindow(
                models, "D", Role.DECODER, Quantity.LATENT, List.of(graph.output(Quantity.IMAGE)), clock);
    }

    static CodecWindow encoder(ModelSessions models, StageClock clock) {
        return new CodecWindow(models, "E", Role.ENCODER, Quantity.IMAGE, encoded(models), clock);
    }

    /** What the encoder gives. */
    static List<TensorSpec> encoded(ModelSessions models) {
        GraphEntry graph = models.bundle().graph(Role.ENCODER);
        List<TensorSpec> out = new ArrayList<>(List.of(graph.output(Quantity.MEAN)));
        graph.findOutput(Quantity.LOG_VARIANCE).ifPresent(out::add);
        return out;
    }

    @Override
    public void input(int row, float[] values) {
        window.put(row, values);
    }

    @Override
    public void run() {
        forward.run();
    }

    @Override
    public float[] output(int row) {
        float[] all = new float[outputs.stream().mapToInt(Rows::length).sum()];
        int at = 0;
        for (Rows one : outputs) {
            System.arraycopy(one.get(row), 0, all, at, one.length());
            at += one.length();
        }
        return all;
    }

    @Override
    public void cotangent(int row, float[] c) {
        int at = 0;
        for (Rows one : cotangents) {
            float[] own = new float[one.length()];
            System.arraycopy(c, at, own, 0, own.length);
            one.put(row, own);
            at += own.length;
        }
    }

    @Override
    public void pull() {
        pullback.run();
    }

    @Override
    public float[] gradient(int row) {
        return gradient.get(row);
    }

    @Override
    public void close() {
        pullback.close();
        forward.close();
    }
}
