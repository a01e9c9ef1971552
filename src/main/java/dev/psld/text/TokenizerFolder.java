package dev.psld.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A folder {@code tokenizer/} as transformers writes it: {@code vocab.json} and {@code merges.txt}; what is configured in {@code
 * tokenizer_config.json}, {@code special_tokens_map.json} and {@code added_tokens.json}, each where it is there. Immutable.
 */
final class TokenizerFolder {
    /** Lengths above this mean that nobody gave one. */
    private static final double LONGEST = 1_000_000;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final String ADDED = "added_tokens_decoder";

    /** In the order in which transformers adds them; what comes later decides on a token that comes twice. */
    private static final List<String> NAMED =
            List.of("bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token");

    private static final Map<String, String> USUAL = Map.of(
            "bos_token", "<|startoftext|>",
            "eos_token", "<|endoftext|>",
            "unk_token", "<|endoftext|>",
            "pad_token", "<|endoftext|>");

    private final Path folder;
    private final Map<String, Integer> vocabulary = new LinkedHashMap<>();
    private final Map<String, AddedToken> added = new LinkedHashMap<>();
    private final Map<String, JsonNode> named = new LinkedHashMap<>();
    private final List<String> merges;
    private final OptionalInt limit;

    /** Reads all files; one that is missing or wrong is a {@link TokenizerException} that names it. */
    TokenizerFolder(Path folder) {
        this.folder = folder;
        Path words = folder.resolve("vocab.json");
        json(words)
                .orElseThrow(() -> missing(words))
                .forEachEntry((word, number) -> vocabulary.put(word, id(words, word, number)));
        this.merges = readMerges(folder.resolve("merges.txt"));
        Path configured = folder.resolve("tokenizer_config.json");
        JsonNode config = json(configured).orElseGet(MAPPER::createObjectNode);
        String kind = config.path("tokenizer_class").asText("CLIPTokenizer");
        if (!kind.startsWith("CLIPTokenizer")) {
            throw new TokenizerException(configured + " is that of a " + kind + ", and psld reads those of CLIP alone:"
                    + " give a model whose text encoder is CLIP’s");
        }
        double most = config.path("model_max_length").asDouble(LONGEST);
        this.limit = most < LONGEST ? OptionalInt.of((int) most) : OptionalInt.empty();
        readNamed(config);
        readAdded(config);
    }

    /** Numbers by words, those of added tokens too. */
    Map<String, Integer> vocabulary() {
        return vocabulary;
    }

    List<String> merges() {
        return merges;
    }

    List<AddedToken> added() {
        return List.copyOf(added.values());
    }

    /** How many tokens the model takes; empty where the folder does not say. */
    OptionalInt limit() {
        return limit;
    }

    /** The number of the token that a name such as {@code pad_token} stands for. */
    int named(String name) {
        String content = content(name);
        return Optional.ofNullable(vocabulary.get(content))
                .orElseThrow(() -> new TokenizerException(folder.resolve("vocab.json") + " has no “" + content
                        + "”, which is the " + name + " of " + folder + ": copy the model again"));
    }

    private String content(String name) {
        JsonNode token = named.get(name);
        String usual = USUAL.getOrDefault(name, "");
        return token == null ? usual : token.isObject() ? token.path("content").asText(usual) : token.asText(usual);
    }

    /** A configuration that lists the added tokens itself is the newer kind, which the other file says nothing about. */
    private void readNamed(JsonNode config) {
        JsonNode special = config.has(ADDED)
                ? MAPPER.createObjectNode()
                : json(folder.resolve("special_tokens_map.json")).orElseGet(MAPPER::createObjectNode);
        for (String name : NAMED) {
            JsonNode token = special.has(name) ? special.get(name) : config.get(name);
            if (token != null && !token.isNull()) {
                named.put(name, token);
            }
        }
    }

    private void readAdded(JsonNode config) {
        Map<String, JsonNode> listed = new LinkedHashMap<>();
        config.path(ADDED)
                .elements()
                .forEachRemaining(token -> listed.put(token.path("content").asText(), token));
        config.path(ADDED).forEachEntry((id, token) -> add(token, id));
        if (!config.has(ADDED)) {
            json(folder.resolve("added_tokens.json"))
                    .ifPresent(all -> all.forEachEntry((content, id) -> {
                        boolean special =
                                NAMED.stream().anyMatch(name -> content(name).equals(content));
                        JsonNode token = MAPPER.createObjectNode()
                                .put("content", content)
                                .put("normalized", !special);
                        listed.put(content, token);
                        add(token, id.asText());
                    }));
        }
        for (String name : NAMED) {
            String content = content(name);
            if (!content.isEmpty()) {
                JsonNode plain = Optional.ofNullable(named.get(name))
                        .orElseGet(() -> MAPPER.createObjectNode().textNode(content));
                add(listed.getOrDefault(content, plain), "");
            }
        }
    }

    /** Takes over a token, a text or an object with flags; a text stands for itself as it is. */
    private void add(JsonNode token, String wantedId) {
        String content = token.isObject() ? token.path("content").asText() : token.asText();
        if (content.isEmpty()) {
            return;
        }
        for (String flag : List.of("lstrip", "rstrip", "single_word")) {
            if (token.path(flag).asBoolean(false)) {
                throw new TokenizerException("the token “" + content + "” of " + folder + " has the flag " + flag
                        + ", which no tokenizer of CLIP’s has: set it to false, or give another model");
            }
        }
        int id = vocabulary.computeIfAbsent(content, word -> vocabulary.size());
        if (!wantedId.isEmpty() && !wantedId.equals(String.valueOf(id))) {
            throw new TokenizerException("the added token “" + content + "” of " + folder + " is to have the number "
                    + wantedId + ", and vocab.json leaves it " + id + ": copy the model again");
        }
        boolean normalised = token.isObject() && token.path("normalized").asBoolean(true);
        added.put(content, new AddedToken(content, id, normalised));
    }

    private static List<String> readMerges(Path file) {
        try {
            List<String> merges = new ArrayList<>();
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                if (!line.startsWith("#version") && !line.isBlank()) {
                    merges.add(line);
                }
            }
            return merges;
        } catch (NoSuchFileException e) {
            throw missing(file);
        } catch (IOException e) {
            throw new TokenizerException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static int id(Path file, String word, JsonNode number) {
        if (!number.isIntegralNumber() || !number.canConvertToInt() || number.intValue() < 0) {
            throw new TokenizerException(
                    file + " gives “" + word + "” the number " + number + ": copy the model again");
        }
        return number.intValue();
    }

    private static Optional<JsonNode> json(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonNode tree = MAPPER.readTree(Files.readAllBytes(file));
            if (tree == null || !tree.isObject()) {
                throw new TokenizerException(file + " holds no JSON object: copy the model again");
            }
            return Optional.of(tree);
        } catch (JsonProcessingException e) {
            throw new TokenizerException(file + " is no JSON: " + e.getOriginalMessage() + ": copy the model again", e);
        } catch (IOException e) {
            throw new TokenizerException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static TokenizerException missing(Path file) {
        return new TokenizerException(file + " is missing: a text-conditioned model needs its tokenizer, the folder"
                + " with vocab.json and merges.txt beside its text encoder");
    }
}
