package dev.psld.chain;

import dev.psld.ort.OrtTensor;

/** The decoder alone: latents to pictures, for previews and for methods that measure nothing. Used by one thread. */
public final class Decoding implements AutoCloseable {
    private final double scale;
    private final Stage stage;
    private final OrtTensor z;
    private final OrtTensor x;

    public Decoding(ModelSessions models) {
        scale = models.bundle().manifest().scale();
        stage = new Stage("D", models.environment(), models.session("decoder"), new StageClock());
        z = stage.hostInput("z");
        x = stage.hostOutput("x");
        stage.settle();
    }

    /** D(latent/s), C×H×W in about [−1, 1], not clamped. */
    public float[] decode(float[] latent) {
        float[] scaled = new float[latent.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = (float) (latent[i] / scale);
        }
        z.put(scaled);
        stage.run();
        return x.toFloats();
    }

    @Override
    public void close() {
        stage.close();
    }
}
