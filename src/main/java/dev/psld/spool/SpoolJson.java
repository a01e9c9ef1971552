package dev.psld.spool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.nio.file.Path;

/** The JSON of the spool's own files. Stateless and thread-safe. */
final class SpoolJson {
    /** Unknown keys are passed over: a newer agent may share the spool. */
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .registerModule(new Jdk8Module())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

    private SpoolJson() {}

    static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(value.getClass() + " cannot be written as JSON", e);
        }
    }

    /** @throws JsonProcessingException when the content is damaged */
    static <T> T read(Path file, Class<T> form) throws IOException {
        return parse(FileOperations.read(file), form);
    }

    static <T> T parse(byte[] bytes, Class<T> form) throws IOException {
        T value = MAPPER.readValue(bytes, form);
        if (value == null) {
            throw new IOException("holds null");
        }
        return value;
    }
}
