package dev.psld.cli.restore;

import dev.psld.picture.Picture;
import java.util.Map;

/**
 * One posterior sample of a photo. Immutable by convention.
 *
 * @param picture at the photo's own size
 * @param seed that it was drawn with
 * @param residual ‖A x̂ − y‖/(σ√m) of the sample at the model's size
 * @param seconds by stage of the chain
 */
public record Restored(Picture picture, long seed, double residual, Map<String, Double> seconds) {
    public Restored {
        seconds = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(seconds));
    }
}
