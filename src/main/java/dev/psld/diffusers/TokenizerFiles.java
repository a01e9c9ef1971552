package dev.psld.diffusers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.psld.derive.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of a tokenizer that a bundle keeps: copied, or taken out of tokenizer.json where only that is there. Stateless. */
final class TokenizerFiles {
    private static final List<String> KEPT = List.of(
            "vocab.json", "merges.txt", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json");

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private TokenizerFiles() {}

    /** @throws ModelException where there is no vocabulary, or it is none of byte pairs */
    static void write(Path from, Path to) {
        try {
            Files.createDirectories(to);
            for (String name : KEPT) {
                if (Files.isRegularFile(from.resolve(name))) {
                    Files.copy(from.resolve(name), to.resolve(name));
                }
            }
            if (!Files.exists(to.resolve("vocab.json")) || !Files.exists(to.resolve("merges.txt"))) {
                takeOut(from.resolve("tokenizer.json"), to);
            }
        } catch (IOException e) {
            throw new ModelException(to + " cannot be written: " + e.getMessage(), e);
        }
    }

    private static void takeOut(Path file, Path to) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new ModelException(
                    file.resolveSibling("vocab.json") + " and merges.txt are missing, and there is no "
                            + "tokenizer.json: copy the whole folder of the tokenizer of the model that the graphs were exported from");
        }
        JsonNode model = Config.read(file).node().path("model");
        JsonNode merges = model.path("merges");
        if (!model.path("vocab").isObject() || !merges.isArray()) {
            throw new ModelException(
                    file + " is none of CLIP’s, whose model has vocab and merges: copy the model again");
        }
        Files.write(to.resolve("vocab.json"), MAPPER.writeValueAsBytes(model.path("vocab")));
        StringBuilder lines = new StringBuilder("#version: 0.2\n");
        for (JsonNode merge : merges) {
            lines.append(
                            merge.isArray()
                                    ? merge.path(0).asText() + " "
                                            + merge.path(1).asText()
                                    : merge.asText())
                    .append('\n');
        }
        Files.writeString(to.resolve("merges.txt"), lines);
    }
}
