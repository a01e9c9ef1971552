package dev.psld.diffusers;

import dev.psld.derive.ModelException;
import java.nio.file.Path;
import java.util.Optional;

/** The numbers of the tokens of a text without words: begin, end, and padding. Stateless. */
final class EmptyPrompt {
    private static final int USUAL_LENGTH = 77;

    private EmptyPrompt() {}

    /** @throws ModelException where the folder lacks what it takes */
    static long[] tokens(Path tokenizer) {
        Optional<Config> words = Config.firstOf(tokenizer.resolve("vocab.json"));
        if (words.isEmpty()) {
            throw new ModelException(tokenizer.resolve("vocab.json")
                    + " is missing: copy the folder tokenizer of the model that the graphs were exported from");
        }
        int length = Config.firstOf(tokenizer.resolve("tokenizer_config.json"))
                .flatMap(config -> config.whole("model_max_length"))
                .orElse(USUAL_LENGTH);
        long[] tokens = new long[length];
        java.util.Arrays.fill(tokens, number(tokenizer, words.get(), "pad_token", "<|endoftext|>"));
        tokens[0] = number(tokenizer, words.get(), "bos_token", "<|startoftext|>");
        tokens[1] = number(tokenizer, words.get(), "eos_token", "<|endoftext|>");
        return tokens;
    }

    private static long number(Path tokenizer, Config words, String name, String usual) {
        String word = Config.firstOf(
                        tokenizer.resolve("special_tokens_map.json"), tokenizer.resolve("tokenizer_config.json"))
                .map(config -> config.node().path(name))
                .map(token -> token.isObject() ? token.path("content").asText(usual) : token.asText(usual))
                .filter(text -> !text.isEmpty() && !text.equals("null"))
                .orElse(usual);
        return words.whole(word)
                .orElseThrow(() -> words.fault("has no “" + word + "”, the " + name + ": copy the model again"));
    }
}
