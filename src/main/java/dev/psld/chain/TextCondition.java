package dev.psld.chain;

import dev.psld.bundle.EncodedPrompt;
import dev.psld.sampler.Prompt;
import java.util.List;

/**
 * What a text-conditioned UNet is told, encoded. Immutable and thread-safe.
 *
 * @param weight w of {@link Prompt}
 */
public record TextCondition(EncodedPrompt text, EncodedPrompt negative, double weight, Prompt.Kind kind) {

    /**
     * One prediction of the UNet, of those whose weighted sum is ε.
     *
     * @param told what it is told
     */
    public record Branch(EncodedPrompt told, double weight) {}

    /** The predictions of a step: one where a second would change nothing, else that of the negative text first. */
    public List<Branch> branches() {
        if (text.says(negative) || (weight == 1 && kind == Prompt.Kind.CFG)) {
            return List.of(new Branch(text, 1));
        }
        if (weight == 0) {
            return List.of(new Branch(negative, 1));
        }
        return List.of(new Branch(negative, 1 - weight), new Branch(text, weight));
    }

    /** Whether the step to the next noise level goes by the first branch alone, and not by the sum. */
    public boolean renoisesByFirst() {
        return kind == Prompt.Kind.CFG_PLUS_PLUS;
    }
}
