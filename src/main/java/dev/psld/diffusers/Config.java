package dev.psld.diffusers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.psld.derive.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A configuration file of a model's part: keys that somebody asks for, where they are there and not null; all others are
 * somebody else's. Immutable and thread-safe.
 */
record Config(Path file, JsonNode node) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** @throws ModelException where the file is no JSON object */
    static Config read(Path file) {
        try {
            JsonNode node = MAPPER.readTree(file.toFile());
            if (!node.isObject()) {
                throw new ModelException(file + " is no JSON object: copy the model again");
            }
            return new Config(file, node);
        } catch (JsonProcessingException e) {
            throw new ModelException(file + " is damaged: " + e.getOriginalMessage() + ". Copy the model again.", e);
        } catch (IOException e) {
            throw new ModelException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The first of these that is there. */
    static Optional<Config> firstOf(Path... files) {
        for (Path file : files) {
            if (Files.isRegularFile(file)) {
                return Optional.of(read(file));
            }
        }
        return Optional.empty();
    }

    Optional<String> text(String key) {
        return there(key).map(value -> {
            if (!value.isTextual()) {
                throw wrong(key, "a text", value);
            }
            return value.textValue();
        });
    }

    Optional<Double> number(String key) {
        return there(key).map(value -> {
            if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
                throw wrong(key, "a number", value);
            }
            return value.doubleValue();
        });
    }

    Optional<Integer> whole(String key) {
        return there(key).map(value -> {
            if (!value.isIntegralNumber() || !value.canConvertToInt()) {
                throw wrong(key, "a whole number", value);
            }
            return value.intValue();
        });
    }

    boolean flag(String key) {
        return there(key).map(JsonNode::asBoolean).orElse(false);
    }

    Optional<List<Double>> numbers(String key) {
        return there(key).map(value -> {
            List<Double> all = new ArrayList<>();
            value.forEach(one -> all.add(one.isNumber() ? one.doubleValue() : Double.NaN));
            if (!value.isArray() || all.stream().anyMatch(n -> !Double.isFinite(n))) {
                throw wrong(key, "a list of numbers", value);
            }
            return all;
        });
    }

    /** What is wrong with the file, in words that follow its name. */
    ModelException fault(String sentence) {
        return new ModelException(file + " " + sentence);
    }

    private Optional<JsonNode> there(String key) {
        return Optional.ofNullable(node.get(key)).filter(value -> !value.isNull());
    }

    private ModelException wrong(String key, String form, JsonNode value) {
        return fault("has “" + key + "”: " + value + ", which must be " + form + ": copy the model again");
    }
}
