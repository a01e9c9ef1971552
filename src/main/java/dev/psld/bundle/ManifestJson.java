package dev.psld.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.psld.derive.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The bundle's JSON files as trees and records; in a record an unknown or missing key is an error. Stateless and thread-safe. */
final class ManifestJson {
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

    private ManifestJson() {}

    static <T> T read(Path file, Class<T> type) {
        return read(file, mapper -> mapper.readValue(file.toFile(), type));
    }

    /** The file as it is. */
    static JsonNode tree(Path file) {
        return read(file, mapper -> mapper.readTree(file.toFile()));
    }

    private interface Reading<T> {
        T read(ObjectMapper mapper) throws IOException;
    }

    private static <T> T read(Path file, Reading<T> reading) {
        if (!Files.isRegularFile(file)) {
            throw new ModelException(file + " is missing: give the folder of a model bundle");
        }
        try {
            return reading.read(MAPPER);
        } catch (JsonProcessingException e) {
            throw new ModelException(file + " is damaged: " + e.getOriginalMessage() + ". Copy the bundle again.", e);
        } catch (IOException e) {
            throw new ModelException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    static void write(Path file, Object value) {
        try {
            Files.writeString(file, MAPPER.writeValueAsString(value) + "\n");
        } catch (IOException e) {
            throw new ModelException(file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
