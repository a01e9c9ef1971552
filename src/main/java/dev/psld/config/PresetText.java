package dev.psld.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.psld.parameter.Parameters;
import dev.psld.sampler.Prompt;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The keys of a preset that say what a model with text is told, each of which may be missing. Stateless. */
final class PresetText {
    private static final String PROMPT = "prompt";
    private static final String NEGATIVE = "negative";
    private static final String KIND = "guidanceKind";
    private static final List<String> KEYS = List.of(PROMPT, NEGATIVE, Parameters.GUIDANCE.name(), KIND);

    private PresetText() {}

    /**
     * Takes these keys out of a preset.
     *
     * @throws IllegalArgumentException that names the key, its value and what may stand there
     */
    static TextDefaults takenFrom(ObjectNode preset) {
        Optional<Prompt.Kind> kind = text(preset, KIND)
                .map(word -> Prompt.Kind.of(word).orElseThrow(() -> wrong(KIND, preset, Prompt.Kind.words())));
        TextDefaults told = new TextDefaults(text(preset, PROMPT), text(preset, NEGATIVE), weight(preset), kind);
        Prompt.Kind how = kind.orElse(Prompt.Kind.CFG);
        // Refuses what no prompt may be.
        new Prompt(
                told.prompt().orElse(""),
                told.negative().orElse(""),
                told.guidance().orElse(how.usual()),
                how);
        preset.remove(KEYS);
        return told;
    }

    /** @throws IllegalArgumentException where one of the keys is there */
    static TextDefaults refusedIn(ObjectNode preset) {
        for (String key : KEYS) {
            if (preset.has(key)) {
                throw new IllegalArgumentException(key + " says nothing to models that work on pictures: leave it out");
            }
        }
        return TextDefaults.NONE;
    }

    private static Optional<String> text(ObjectNode preset, String key) {
        JsonNode value = preset.get(key);
        if (value != null && !value.isTextual()) {
            throw wrong(key, preset, "a text in quotation marks");
        }
        return Optional.ofNullable(value).map(JsonNode::textValue);
    }

    private static OptionalDouble weight(ObjectNode preset) {
        JsonNode value = preset.get(Parameters.GUIDANCE.name());
        if (value == null) {
            return OptionalDouble.empty();
        }
        if (!value.isNumber()) {
            throw wrong(Parameters.GUIDANCE.name(), preset, Parameters.GUIDANCE.range());
        }
        return OptionalDouble.of(Parameters.GUIDANCE.check(value.doubleValue()));
    }

    private static IllegalArgumentException wrong(String key, ObjectNode preset, String instead) {
        return new IllegalArgumentException(key + " cannot be " + preset.get(key) + ": give " + instead);
    }
}
