package dev.psld.bundle;

import dev.psld.graph.Tensor;
import java.util.Map;
import java.util.Optional;

/**
 * A text as a UNet takes it. Immutable and thread-safe.
 *
 * @param text as it was written
 * @param values for the UNet's inputs by what these hold, in their types and shapes: the context, and where the model has one the
 *     pooled vector
 * @param cut the end of the text that the text encoder did not see, for it was too long; empty for none
 */
public record EncodedPrompt(String text, Map<Quantity, Tensor> values, Optional<String> cut) {
    public EncodedPrompt {
        values = Map.copyOf(values);
    }

    /** Whether a UNet is told the very same by both. */
    public boolean says(EncodedPrompt other) {
        return values.equals(other.values);
    }
}
