package dev.psld.chain;

import dev.psld.bundle.GraphEntry;
import dev.psld.bundle.Quantity;
import dev.psld.bundle.Role;
import dev.psld.bundle.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decoder or encoder over windows; of an encoder the log-variance follows the mean as further channels. Used by one thread at a
 * time; closes its stages, not the sessions.
 */
final class CodecWindow implements WindowNet {
    private final Stage forward;
    private final Optional<NetPullback> pullback;
    private final Rows window;
    private final List<Rows> outputs = new ArrayList<>();

    private CodecWindow(
            ModelSessions models, String label, String role, Quantity in, List<TensorSpec> out, StageClock clock) {
        GraphEntry graph = models.bundle().graph(role);
        TensorSpec input = graph.input(in);
        forward = models.stage(label, role, clock);
        try {
            int batch = models.batch();
            window = new Rows(forward.hostInput(input.name()), batch);
            out.forEach(spec -> outputs.add(new Rows(forward.hostOutput(spec.name()), batch)));
            forward.settle();
            pullback = NetPullback.of(models, label + "*", role, forward, input, out, true, clock);
        } catch (RuntimeException e) {
            forward.close();
            throw e;
        }
    }

    static CodecWindow decoder(ModelSessions models, StageClock clock) {
        return decoder(models, "D", Role.DECODER, clock);
    }

    /** The small decoder. */
    static CodecWindow guide(ModelSessions models, StageClock clock) {
        return decoder(models, "d", Role.GUIDE_DECODER, clock);
    }

    private static CodecWindow decoder(ModelSessions models, String label, String role, StageClock clock) {
        GraphEntry graph = models.bundle().graph(role);
        return new CodecWindow(models, label, role, Quantity.LATENT, List.of(graph.output(Quantity.IMAGE)), clock);
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
        for (int k = 0; k < outputs.size(); k++) {
            float[] own = new float[outputs.get(k).length()];
            System.arraycopy(c, at, own, 0, own.length);
            pullback.orElseThrow().cotangent(k).put(row, own);
            at += own.length;
        }
    }

    @Override
    public void pull() {
        pullback.orElseThrow().run();
    }

    @Override
    public float[] gradient(int row) {
        return pullback.orElseThrow().gradient(row);
    }

    @Override
    public void close() {
        pullback.ifPresent(NetPullback::close);
        forward.close();
    }
}
