package dev.psld.chain;

import dev.psld.bundle.Manifest;
import dev.psld.ort.OrtTensor;
import dev.psld.sampler.Vectors;

/**
 * The UNet as ε(z_t, t), whatever its graph predicts, for as many pictures as the model's graphs take. Used by one thread
 * at a time; closes its stages, not the sessions.
 *
 * <p>A net that predicts the velocity v gives ε = √ā·v + √(1−ā)·z_t, so that J_ε* = √ā·J_v* + √(1−ā).
 */
final class NoisePredictor implements AutoCloseable {
    private final boolean velocity;
    private final Stage forward;
    private final Stage pullback;
    private final Rows zt;
    private final OrtTensor time;
    private final Rows prediction;
    private final Rows cotangent;
    private final Rows gradient;
    private double alphaBar = 1;

    NoisePredictor(ModelSessions models, StageClock clock) {
        velocity = models.bundle().manifest().prediction() == Manifest.Prediction.VELOCITY;
        forward = new Stage("U", models.environment(), models.session("unet"), clock);
        try {
            pullback = new Stage("U*", models.environment(), models.session(ModelSessions.pullback("unet")), clock);
        } catch (RuntimeException e) {
            forward.close();
            throw e;
        }
        try {
            OrtTensor z = forward.hostInput("z");
            zt = new Rows(z, models.batch());
            time = forward.hostInput("t");
            OrtTensor predicted = forward.hostOutput("prediction");
            prediction = new Rows(predicted, models.batch());
            pullback.connect(forward.settle());
            pullback.inputIfTaken("z", z);
            pullback.inputIfTaken("t", time);
            pullback.inputIfTaken("prediction", predicted);
            cotangent = new Rows(pullback.hostInput("prediction_cotangent"), models.batch());
            gradient = new Rows(pullback.hostOutput("z_cotangent"), models.batch());
            pullback.settle();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** z_t of one picture, for the next {@link #predict}. */
    void point(int row, float[] z) {
        zt.put(row, z);
    }

    /** Predicts for all pictures; remembers the points for {@link #pull}. */
    void predict(double alphaBarNow, int t) {
        alphaBar = alphaBarNow;
        time.put(new float[] {t});
        forward.run();
    }

    /** ε of one picture at its point. */
    float[] noise(int row) {
        return converted(prediction.get(row), zt.get(row));
    }

    /** The cotangent of one picture's ε, for the next {@link #pull}. */
    void cotangent(int row, float[] c) {
        cotangent.put(row, c);
    }

    /** Pulls all cotangents back, at the last points. */
    void pull() {
        pullback.run();
    }

    /** J_ε* c of one picture. */
    float[] gradient(int row) {
        return converted(gradient.get(row), cotangent.get(row));
    }

    private float[] converted(float[] out, float[] direct) {
        return velocity ? Vectors.combine(Math.sqrt(alphaBar), out, Math.sqrt(1 - alphaBar), direct) : out;
    }

    @Override
    public void close() {
        pullback.close();
        forward.close();
    }
}
