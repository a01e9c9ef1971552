package dev.psld.restore;

import dev.psld.bundle.Bundle;
import dev.psld.bundle.EncodedPrompt;
import dev.psld.bundle.PromptEncoder;
import dev.psld.chain.TextCondition;
import dev.psld.ort.Environment;
import dev.psld.sampler.Prompt;
import dev.psld.sampler.Settings;
import dev.psld.sampler.SolverSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The texts of a model's runs, encoded once each; the last ones are kept. Thread-safe; holds no native object. */
final class PromptConditions {
    private static final int KEPT = 8;

    private final Environment environment;
    private final Bundle bundle;
    private final Map<String, EncodedPrompt> encoded = new LinkedHashMap<>();
    private Optional<PromptEncoder> encoder = Optional.empty();

    PromptConditions(Environment environment, Bundle bundle) {
        this.environment = environment;
        this.bundle = bundle;
    }

    /**
     * What settings tell the model; empty for nothing.
     *
     * @throws dev.psld.derive.ModelException when the model takes no text, or has no text encoder
     */
    Optional<TextCondition> of(SolverSettings settings) {
        return prompt(settings)
                .map(prompt -> new TextCondition(
                        encoded(prompt.text()), encoded(prompt.negative()), prompt.weight(), prompt.kind()));
    }

    /** What the model does not see of the texts, in sentences. */
    List<String> remarks(SolverSettings settings) {
        List<String> sentences = new ArrayList<>();
        of(settings).ifPresent(condition -> {
            condition.text().cut().ifPresent(cut -> sentences.add(sentence("prompt", cut)));
            condition.negative().cut().ifPresent(cut -> sentences.add(sentence("negative prompt", cut)));
        });
        return sentences;
    }

    private static String sentence(String which, String cut) {
        return "the " + which + " is longer than what the model reads: “" + cut + "” was left out";
    }

    private static Optional<Prompt> prompt(SolverSettings settings) {
        return settings instanceof Settings latent ? latent.prompt() : Optional.empty();
    }

    private synchronized EncodedPrompt encoded(String text) {
        EncodedPrompt known = encoded.get(text);
        if (known == null) {
            if (encoder.isEmpty()) {
                encoder = Optional.of(new PromptEncoder(environment, bundle));
            }
            known = encoder.get().encode(text);
            if (encoded.size() >= KEPT) {
                encoded.remove(encoded.keySet().iterator().next());
            }
            encoded.put(text, known);
        }
        return known;
    }
}
