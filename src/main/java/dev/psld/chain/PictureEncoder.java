package dev.psld.chain;

import dev.psld.bundle.GraphEntry;
import dev.psld.bundle.Quantity;
import dev.psld.bundle.Role;

/** The encoder alone: pictures to latents, for warm starts. Used by one thread. */
public final class PictureEncoder implements AutoCloseable {
    private final double scale;
    private final Stage stage;
    private final Rows x;
    private final Rows mean;

    public PictureEncoder(ModelSessions models) {
        scale = models.bundle().manifest().scale();
        GraphEntry graph = models.bundle().graph(Role.ENCODER);
        stage = models.stage("E", Role.ENCODER, new StageClock());
        try {
            x = new Rows(stage.hostInput(graph.input(Quantity.IMAGE).name()), models.batch());
            mean = new Rows(stage.hostOutput(graph.output(Quantity.MEAN).name()), models.batch());
            stage.settle();
        } catch (RuntimeException e) {
            stage.close();
            throw e;
        }
    }

    /** s·E(picture)'s mean, for a picture C×H×W in [−1, 1]. */
    public float[] encode(float[] picture) {
        x.put(0, picture);
        stage.run();
        float[] latent = mean.get(0);
        for (int i = 0; i < latent.length; i++) {
            latent[i] = (float) (latent[i] * scale);
        }
        return latent;
    }

    @Override
    public void close() {
        stage.close();
    }
}
