package dev.psld.restore;

import dev.psld.chain.ModelSessions;
import dev.psld.chain.PerturbedNoise;
import dev.psld.chain.TextCondition;
import dev.psld.ort.Pick;
import dev.psld.sampler.AttentionGuidedChain;
import dev.psld.sampler.GuidanceChain;
import dev.psld.sampler.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Chains under perturbed-attention guidance, where a run wants it. Thread-safe; closing it frees what it bound, not the chains. */
final class AttentionGuidance implements AutoCloseable {
    private final ModelSessions models;
    private final Pick pick;
    private final Optional<TextCondition> text;
    private final List<PerturbedNoise> bound = new ArrayList<>();

    AttentionGuidance(ModelSessions models, Pick pick, Optional<TextCondition> text) {
        this.models = models;
        this.pick = pick;
        this.text = text;
    }

    /** The chain, or one around it that guides. */
    synchronized GuidanceChain over(GuidanceChain chain, Settings own) {
        double scale = own.plugIns().attention();
        if (scale == 0) {
            return chain;
        }
        PerturbedNoise perturbed = new PerturbedNoise(models.perturbed(pick), text);
        bound.add(perturbed);
        return new AttentionGuidedChain(chain, perturbed, scale);
    }

    @Override
    public synchronized void close() {
        bound.forEach(PerturbedNoise::close);
        bound.clear();
    }
}
