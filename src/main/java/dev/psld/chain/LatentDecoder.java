package dev.psld.chain;

import dev.psld.bundle.GraphEntry;
import dev.psld.bundle.Quantity;
import dev.psld.bundle.Role;

/** The decoder alone: latents to pictures, for previews and for methods that measure nothing. Thread-safe. */
public final class LatentDecoder implements AutoCloseable {
    private final double scale;
    private final Stage stage;
    private final Rows z;
    private final Rows x;

    public LatentDecoder(ModelSessions models) {
        scale = models.bundle().manifest().scale();
        GraphEntry graph = models.bundle().graph(Role.DECODER);
        stage = models.stage("D", Role.DECODER, new StageClock());
        try {
            z = new Rows(stage.hostInput(graph.input(Quantity.LATENT).name()), models.batch());
            x = new Rows(stage.hostOutput(graph.output(Quantity.IMAGE).name()), models.batch());
            stage.settle();
        } catch (RuntimeException e) {
            stage.close();
            throw e;
        }
    }

    /** D(latent/s), C×H×W in about [−1, 1], not clamped. */
    public synchronized float[] decode(float[] latent) {
        float[] scaled = new float[latent.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = (float) (latent[i] / scale);
        }
        z.put(0, scaled);
        stage.run();
        return x.get(0);
    }

    @Override
    public void close() {
        stage.close();
    }
}
