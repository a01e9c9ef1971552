package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.autodiff.rule.part.Heads;
import dev.psld.autodiff.rule.part.Scores;
import java.util.List;

/**
 * Scaled dot-product attention Y = P·V, P = softmax(s·Q·Kᵀ + mask): V̄ = Pᵀ·Ȳ, P̄ = Ȳ·Vᵀ, S̄ = P∘(P̄ − Σ P̄∘P),
 * Q̄ = s·S̄·K, K̄ = s·S̄ᵀ·Q; the mask gets S̄. P is computed again, so only Q, K and V are kept. Heads that share a key and
 * value add up; the parts of keys and values that come from a cache get their slices.
 */
final class AttentionRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Attention");
    }

    @Override
    public void pull(Pullback p) {
        if (p.node().hasInput(6)) {
            throw p.unsupported("it takes the lengths of padded keys (nonpad_kv_seqlen): give them as attn_mask");
        }
        if (p.attributes().integer("left_window_size", -1) >= 0
                || p.attributes().integer("right_window_size", -1) >= 0) {
            throw p.unsupported("it has a sliding window: give the window as attn_mask");
        }
        Heads heads = Heads.of(p);
        Scores scores = Scores.of(p, heads);
        String cotangent = p.cotangent(0)
                .map(heads::grouped)
                .orElseGet(() -> p.filled(heads.shape(heads.length(), heads.valueSize()), 0));
        String softened = scores.pull(p.matmul(cotangent, heads.transposed(heads.values())));
        if (p.isActive(3)) {
            p.accumulate(3, scores.mask(softened));
        }
        String raw = scores.uncapped(softened);
        if (p.isActive(0)) {
            p.accumulate(0, heads.apart(p.mul(p.matmul(raw, heads.keys()), heads.scale())));
        }
        if (p.isActive(1) || p.isActive(4)) {
            String keys = p.mul(p.matmul(heads.transposed(raw), heads.queries()), heads.scale());
            heads.give(keys, heads.size(), 1, 4, p.cotangent(1));
        }
        if (p.isActive(2) || p.isActive(5)) {
            String values = p.matmul(heads.transposed(scores.probabilities()), cotangent);
            heads.give(values, heads.valueSize(), 2, 5, p.cotangent(2));
        }
    }
}
