package dev.psld.chain;

/** The decoder alone: latents to pictures, for previews and for methods that measure nothing. Thread-safe. */
public final class Decoding implements AutoCloseable {
    private final double scale;
    private final Stage stage;
    private final Rows z;
    private final Rows x;

    public Decoding(ModelSessions models) {
        scale = models.bundle().manifest().scale();
        stage = new Stage("D", models.environment(), models.session("decoder"), new StageClock());
        try {
            z = new Rows(stage.hostInput("z"), models.batch());
            x = new Rows(stage.hostOutput("x"), models.batch());
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
