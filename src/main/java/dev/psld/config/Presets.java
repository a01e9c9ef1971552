package dev.psld.config;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.psld.operator.Task;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;

/** The presets of all tasks, from config/presets.json. Immutable and thread-safe. */
public final class Presets {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

    private final Map<String, Preset> byTask;

    private Presets(Map<String, Preset> byTask) {
        this.byTask = byTask;
    }

    /** The presets that the program ships with. */
    public static Presets shipped() {
        try (InputStream in = Objects.requireNonNull(Presets.class.getResourceAsStream("/presets.json"))) {
            return new Presets(Map.copyOf(MAPPER.readValue(in, new TypeReference<Map<String, Preset>>() {})));
        } catch (IOException e) {
            throw new UncheckedIOException("the program's own presets.json is damaged: build it again", e);
        }
    }

    public Preset of(Task task) {
        return Objects.requireNonNull(byTask.get(task.word()), task.word());
    }
}
