package dev.psld.chain;

import dev.psld.bundle.GraphEntry;
import dev.psld.bundle.Manifest;
import dev.psld.bundle.Quantity;
import dev.psld.bundle.Role;
import dev.psld.bundle.TensorSpec;
import dev.psld.ort.OrtTensor;
import dev.psld.sampler.AttentionGuidedChain;
import dev.psld.sampler.Vectors;
import java.util.List;
import java.util.Optional;

/** ε̃(z_t, t) of the perturbed UNet for one picture, whatever its graph predicts. Used by one thread; closes its stage, not the session. */
public final class PerturbedNoise implements AttentionGuidedChain.Perturbed, AutoCloseable {
    private final boolean velocity;
    private final TensorSpec timestep;
    private final Stage forward;
    private final Rows zt;
    private final OrtTensor time;
    private final Rows prediction;

    /** @param text what the model is told: that which shows the picture counts; empty for what the bundle holds */
    public PerturbedNoise(PerturbedSession session, Optional<TextCondition> text) {
        GraphEntry unet = session.bundle().graph(Role.UNET);
        velocity = session.bundle().manifest().prediction() == Manifest.Prediction.VELOCITY;
        timestep = unet.input(Quantity.TIMESTEP);
        forward = session.stage(new StageClock());
        try {
            zt = new Rows(forward.hostInput(unet.input(Quantity.LATENT).name()), 1);
            time = forward.hostInput(timestep.name());
            List<TextCondition.Branch> told = text.map(TextCondition::branches).orElse(List.of());
            FixedInputs.feed(
                    forward,
                    session.bundle(),
                    unet,
                    told.isEmpty()
                            ? Optional.empty()
                            : Optional.of(told.get(told.size() - 1).told()));
            prediction =
                    new Rows(forward.hostOutput(unet.output(Quantity.PREDICTION).name()), 1);
            forward.settle();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public float[] noise(float[] point, double alphaBar, int t) {
        zt.put(0, point);
        Tensors.fill(time, timestep.tensor(t));
        forward.run();
        float[] out = prediction.get(0);
        return velocity ? Vectors.combine(Math.sqrt(alphaBar), out, Math.sqrt(1 - alphaBar), point) : out;
    }

    @Override
    public void close() {
        forward.close();
    }
}
