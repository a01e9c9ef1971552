package dev.psld.chain;

import dev.psld.bundle.Manifest;
import dev.psld.ort.OrtTensor;
import dev.psld.sampler.Vectors;

/**
 * The UNet as ε(z_t, t), whatever its graph predicts. Used by one thread; closes its stages, not the sessions.
 *
 * <p>A net that predicts the velocity v gives ε = √ā·v + √(1−ā)·z_t, so that J_ε* = √ā·J_v* + √(1−ā).
 */
final class NoisePredictor implements AutoCloseable {
    private final boolean velocity;
    private final Stage forward;
    private final Stage pullback;
    private final OrtTensor zt;
    private final OrtTensor time;
    private final OrtTensor prediction;
    private final OrtTensor cotangent;
    private final OrtTensor gradient;
    private double alphaBar = 1;

    NoisePredictor(ModelSessions models, StageClock clock) {
        velocity = models.bundle().manifest().prediction() == Manifest.Prediction.VELOCITY;
        forward = new Stage("U", models.environment(), models.session("unet"), clock);
        zt = forward.hostInput("z");
        time = forward.hostInput("t");
        prediction = forward.hostOutput("prediction");
        pullback = new Stage("U*", models.environment(), models.session(ModelSessions.pullback("unet")), clock);
        pullback.connect(forward.settle());
        pullback.inputIfTaken("z", zt);
        pullback.inputIfTaken("t", time);
        pullback.inputIfTaken("prediction", prediction);
        cotangent = pullback.hostInput("prediction_cotangent");
        gradient = pullback.hostOutput("z_cotangent");
        pullback.settle();
    }

    /** ε at z_t; remembers the point for {@link #pull}. */
    float[] predict(float[] z, double alphaBarNow, int t) {
        alphaBar = alphaBarNow;
        zt.put(z);
        time.put(new float[] {t});
        forward.run();
        float[] out = prediction.toFloats();
        return velocity ? Vectors.combine(Math.sqrt(alphaBar), out, Math.sqrt(1 - alphaBar), z) : out;
    }

    /** J_ε* c at the last point. */
    float[] pull(float[] c) {
        cotangent.put(c);
        pullback.run();
        float[] out = gradient.toFloats();
        return velocity ? Vectors.combine(Math.sqrt(alphaBar), out, Math.sqrt(1 - alphaBar), c) : out;
    }

    @Override
    public void close() {
        pullback.close();
        forward.close();
    }
}
