package dev.psld.config;

import dev.psld.sampler.Prompt;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What models that take texts are told where a photo's own settings say nothing else. Immutable; nothing to other models.
 *
 * @param guidance empty for what is usual by the kind
 */
public record TextDefaults(
        Optional<String> prompt, Optional<String> negative, OptionalDouble guidance, Optional<Prompt.Kind> kind) {

    /** What holds where nobody configured anything. */
    public static final TextDefaults NONE =
            new TextDefaults(Optional.empty(), Optional.empty(), OptionalDouble.empty(), Optional.empty());

    static TextDefaults of(EffectiveValues values) {
        return new TextDefaults(
                values.get(Keys.PROMPT),
                values.get(Keys.NEGATIVE),
                values.get(Keys.GUIDANCE).map(OptionalDouble::of).orElse(OptionalDouble.empty()),
                values.get(Keys.GUIDANCE_KIND).flatMap(Prompt.Kind::of));
    }
}
