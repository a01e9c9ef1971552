package dev.psld.chain;

/** The encoder alone: pictures to latents, for warm starts. Used by one thread. */
public final class Encoding implements AutoCloseable {
    private final double scale;
    private final Stage stage;
    private final Rows x;
    private final Rows mean;

    public Encoding(ModelSessions models) {
        scale = models.bundle().manifest().scale();
        stage = new Stage("E", models.environment(), models.session("encoder"), new StageClock());
        try {
            x = new Rows(stage.hostInput("x"), models.batch());
            mean = new Rows(stage.hostOutput("mean"), models.batch());
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
