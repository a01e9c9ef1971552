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
import java.util.Optional;

/**
 * Presets by model, then task: those of config/presets.json for any model, those that a model brings of its own, and a file
 * of the user's over both. Immutable and thread-safe.
 */
public final class Presets {
    private static final TypeReference<Map<String, Preset>> FORM = new TypeReference<>() {};
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

    private final Map<String, Preset> byTask;
    private final Map<String, Map<String, Preset>> byModel;

    private Presets(Map<String, Preset> byTask, Map<String, Map<String, Preset>> byModel) {
        this.byTask = Map.copyOf(byTask);
        this.byModel = Map.copyOf(byModel);
    }

    /** The presets that the program ships with. */
    public static Presets shipped() {
        try (InputStream in = Objects.requireNonNull(Presets.class.getResourceAsStream("/presets.json"))) {
            return new Presets(MAPPER.readValue(in, FORM), Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException("the program's own presets.json is damaged: build it again", e);
        }
    }

    /**
     * These, with those that a model brings, for the tasks that its file names.
     *
     * @param file the model's presets.json; empty leaves everything as it is
     * @throws ConfigurationException as {@link #with}
     */
    public Presets withModel(String model, Optional<Path> file) {
        return file.map(own -> {
                    Map<String, Map<String, Preset>> models = new HashMap<>(byModel);
                    models.put(model, checked(own));
                    return new Presets(byTask, models);
                })
                .orElse(this);
    }

    /**
     * These, with those of a file in their place for the tasks that it names, whatever the model.
     *
     * @throws ConfigurationException when the file cannot be read, names no task, or has a value out of range
     */
    public Presets with(Path file) {
        Map<String, Preset> own = checked(file);
        Map<String, Preset> all = new HashMap<>(byTask);
        all.putAll(own);
        Map<String, Map<String, Preset>> models = new HashMap<>();
        byModel.forEach((model, presets) -> {
            Map<String, Preset> left = new HashMap<>(presets);
            left.keySet().removeAll(own.keySet());
            models.put(model, Map.copyOf(left));
        });
        return new Presets(all, models);
    }

    /** The preset of a model for a task: its own where it brings one. */
    public Preset of(String model, Task task) {
        Preset own = byModel.getOrDefault(model, Map.of()).get(task.word());
        return own != null ? own : of(task);
    }

    /** The preset of a task for models that bring none. */
    public Preset of(Task task) {
        return Objects.requireNonNull(byTask.get(task.word()), task.word());
    }

    private Map<String, Preset> checked(Path file) {
        Map<String, Preset> read = read(file);
        read.forEach((task, preset) -> {
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
        });
        return Map.copyOf(read);
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
