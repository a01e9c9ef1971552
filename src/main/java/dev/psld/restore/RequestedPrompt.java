package dev.psld.restore;

import dev.psld.bundle.Manifest;
import dev.psld.config.TextDefaults;
import dev.psld.sampler.Prompt;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What was asked of a model that takes texts, by a command or a job. Immutable.
 *
 * @param text what the picture shows
 * @param negative what it does not
 * @param weight w; empty for what is usual by the kind
 * @param kind empty for classifier-free guidance
 */
public record RequestedPrompt(
        Optional<String> text, Optional<String> negative, OptionalDouble weight, Optional<Prompt.Kind> kind) {
    /** Asks for nothing. */
    public static final RequestedPrompt NONE =
            new RequestedPrompt(Optional.empty(), Optional.empty(), OptionalDouble.empty(), Optional.empty());

    private boolean given() {
        return text.isPresent() || negative.isPresent() || weight.isPresent() || kind.isPresent();
    }

    /** Whether a model takes texts. */
    static boolean told(Manifest model) {
        return model.conditioning() == Manifest.Conditioning.TEXT;
    }

    /** @throws IllegalArgumentException where something was asked and the model takes no texts, or there is none */
    void require(Optional<Manifest> model) {
        boolean told = model.filter(RequestedPrompt::told).isPresent();
        if (given() && !told) {
            throw new IllegalArgumentException("prompt, negative and guidance say nothing to "
                    + model.map(m -> "the model " + m.name() + ", which takes no texts")
                            .orElse("a method without a model")
                    + ": leave them out, or name a model that does (‘psld models’ lists them)");
        }
    }

    /** This, and where it says nothing what was configured; a weight of one kind of guidance says nothing about another. */
    RequestedPrompt over(TextDefaults configured) {
        boolean sameKind = kind.isEmpty() || kind.get().equals(configured.kind().orElse(Prompt.Kind.CFG));
        return new RequestedPrompt(
                text.or(configured::prompt),
                negative.or(configured::negative),
                weight.isPresent() || !sameKind ? weight : configured.guidance(),
                kind.or(configured::kind));
    }

    /** What the model is told; empty where nothing was asked, or what was asked changes nothing. */
    Optional<Prompt> chosen() {
        Prompt.Kind how = kind.orElse(Prompt.Kind.CFG);
        Prompt prompt = new Prompt(text.orElse(""), negative.orElse(""), weight.orElse(how.usual()), how);
        boolean empty = prompt.text().isEmpty() && prompt.negative().isEmpty();
        return empty ? Optional.empty() : Optional.of(prompt);
    }
}
