package dev.psld.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.psld.operator.Task;
import dev.psld.sampler.Method;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The presets of all tasks: those of config/presets.json, or a file of that form over them. Immutable and thread-safe. */
public final class Presets {
    private static final TypeReference<Map<String, Preset>> FORM = new TypeReference<>() {};
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

    private final Map<String, Preset> byTask;

    private Presets(Map<String, Preset> byTask) {
        this.byTask = Map.copyOf(byTask);
    }

    /** The presets that the program ships with. */
    public static Presets shipped() {
        try (InputStream in = Objects.requireNonNull(Presets.class.getResourceAsStream("/presets.json"))) {
            return new Presets(MAPPER.readValue(in, FORM));
        } catch (IOException e) {
            throw new UncheckedIOException("the program's own presets.json is damaged: build it again", e);
        }
    }

    /**
     * These, with those of a file in their place for the tasks that it names.
     *
     * @throws ConfigurationException when the file cannot be read, names no task, or has a value out of range
     */
    public Presets with(Path file) {
        Map<String, Preset> all = new HashMap<>(byTask);
        read(file).forEach((task, preset) -> {
            if (!byTask.containsKey(task)) {
                throw new ConfigurationException(file + " has a preset for “" + task + "”, which is no task: name "
                        + String.join(
                                ", ",
                                Arrays.stream(Task.values()).map(Task::word).toList()));
            }
            try {
                preset.settings(Method.PSLD, 0.05, 0);
            } catch (IllegalArgumentException e) {
                throw new ConfigurationException("the preset of " + task + " in " + file + ": " + e.getMessage(), e);
            }
            all.put(task, preset);
        });
        return new Presets(all);
    }

    public Preset of(Task task) {
        return Objects.requireNonNull(byTask.get(task.word()), task.word());
    }

    private static Map<String, Preset> read(Path file) {
        try {
            Map<String, Preset> read = MAPPER.readValue(Files.readAllBytes(file), FORM);
            if (read == null || read.containsValue(null)) {
                throw new ConfigurationException(file + " is no file of presets: config/presets.json shows the form");
            }
            return read;
        } catch (JsonProcessingException e) {
            throw new ConfigurationException(
                    file + " is no file of presets (config/presets.json shows the form): " + e.getOriginalMessage(), e);
        } catch (NoSuchFileException e) {
            throw new ConfigurationException("there is no file of presets " + file, e);
        } catch (IOException e) {
            throw new ConfigurationException("the presets " + file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
