package dev.psld.chain;

import dev.psld.bundle.Bundle;
import dev.psld.bundle.EncodedPrompt;
import dev.psld.bundle.GraphEntry;
import dev.psld.bundle.Manifest;
import dev.psld.bundle.Quantity;
import dev.psld.bundle.Role;
import dev.psld.bundle.TensorSpec;
import dev.psld.ort.OrtTensor;
import dev.psld.sampler.Vectors;
import java.util.List;
import java.util.Optional;

/**
 * The UNet told one thing, as ε(z_t, t), whatever its graph predicts, for as many pictures as the model's graphs take. Used by one
 * thread at a time; closes its stages, not the sessions.
 *
 * <p>A net that predicts the velocity v gives ε = √ā·v + √(1−ā)·z_t, so that J_ε* = √ā·J_v* + √(1−ā).
 */
final class NoiseBranch implements AutoCloseable {
    private final boolean velocity;
    private final TensorSpec timestep;
    private final Stage forward;
    private final Rows zt;
    private final OrtTensor time;
    private final Rows prediction;
    private final Optional<NetPullback> pullback;
    private double alphaBar = 1;

    /** @param told empty for what the bundle holds, which is the empty text where the model takes any */
    NoiseBranch(ModelSessions models, Optional<EncodedPrompt> told, StageClock clock) {
        Bundle bundle = models.bundle();
        GraphEntry unet = bundle.graph(Role.UNET);
        TensorSpec latent = unet.input(Quantity.LATENT);
        TensorSpec predicted = unet.output(Quantity.PREDICTION);
        velocity = bundle.manifest().prediction() == Manifest.Prediction.VELOCITY;
        timestep = unet.input(Quantity.TIMESTEP);
        forward = models.stage("U", Role.UNET, clock);
        try {
            zt = new Rows(forward.hostInput(latent.name()), models.batch());
            time = forward.hostInput(timestep.name());
            FixedInputs.feed(forward, bundle, unet, told);
            prediction = new Rows(forward.hostOutput(predicted.name()), models.batch());
            forward.settle();
            pullback = NetPullback.of(models, "U*", Role.UNET, forward, latent, List.of(predicted), true, clock);
        } catch (RuntimeException e) {
            forward.close();
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
        Tensors.fill(time, timestep.tensor(t));
        forward.run();
    }

    /** ε of one picture at its point. */
    float[] noise(int row) {
        return converted(prediction.get(row), zt.get(row));
    }

    /** The cotangent of one picture's ε, for the next {@link #pull}. */
    void cotangent(int row, float[] c) {
        pullback.orElseThrow().cotangent(0).put(row, c);
    }

    /** Pulls all cotangents back, at the last points. */
    void pull() {
        pullback.orElseThrow().run();
    }

    /** J_ε* c of one picture. */
    float[] gradient(int row) {
        NetPullback pulled = pullback.orElseThrow();
        return converted(pulled.gradient(row), pulled.cotangent(0).get(row));
    }

    private float[] converted(float[] out, float[] direct) {
        return velocity ? Vectors.combine(Math.sqrt(alphaBar), out, Math.sqrt(1 - alphaBar), direct) : out;
    }

    @Override
    public void close() {
        pullback.ifPresent(NetPullback::close);
        forward.close();
    }
}
