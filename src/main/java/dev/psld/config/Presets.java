package dev.psld.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Presets of one kind by model, then task: those that the program ships with for any model, those that a model brings of its
 * own, and a file of the user's over both. Immutable and thread-safe.
 */
public final class Presets<P> {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .build();

    private final Form<P> form;
    private final Map<String, P> byTask;
    private final Map<String, Map<String, P>> byModel;

    /**
     * How presets of a kind are written.
     *
     * @param example the shipped file that shows the form
     * @param check throws an IllegalArgumentException at a value out of range
     */
    private record Form<P>(Class<P> type, String example, Consumer<P> check) {
        Map<String, P> read(byte[] json) throws IOException {
            return MAPPER.readValue(
                    json, MAPPER.getTypeFactory().constructMapType(LinkedHashMap.class, String.class, type));
        }
    }

    private Presets(Form<P> form, Map<String, P> byTask, Map<String, Map<String, P>> byModel) {
        this.form = form;
        this.byTask = Map.copyOf(byTask);
        this.byModel = Map.copyOf(byModel);
    }

    /** Those that the program ships with for models with latents. */
    public static Presets<Preset> shipped() {
        return shipped(new Form<>(Preset.class, "presets.json", preset -> preset.settings(Method.PSLD, 0.05, 0)));
    }

    /** Those that it ships with for models that work on pictures. */
    public static Presets<PicturePreset> pictures() {
        return shipped(new Form<>(PicturePreset.class, "picture-presets.json", preset -> {
            preset.settings(Optional.of(Method.PNP), 1, 0, 0);
            preset.settings(Optional.of(Method.DIFFPIR), 1, 0, 0);
        }));
    }

    /** Those that it ships with for the methods that others are compared with. */
    public static Presets<ComparisonPreset> comparison() {
        return shipped(new Form<>(ComparisonPreset.class, "comparison-presets.json", preset -> {
            preset.variation(0, 0);
            for (Method method : List.of(Method.PNP_ADMM, Method.DDRM, Method.SCORE_SDE, Method.DPS, Method.MCG)) {
                preset.pictures(method, 0, 0);
            }
            for (Method method : List.of(Method.FAST, Method.LATENT_DAPS, Method.SD_BLEND, Method.REFINE)) {
                preset.latents(method, 0, 0);
            }
        }));
    }

    private static <P> Presets<P> shipped(Form<P> form) {
        try (InputStream in = Objects.requireNonNull(Presets.class.getResourceAsStream("/" + form.example))) {
            return new Presets<>(form, form.read(in.readAllBytes()), Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException("the program's own " + form.example + " is damaged: build it again", e);
        }
    }

    /**
     * These, with those that a model brings, for the tasks that its file names.
     *
     * @param file the model's presets.json; empty leaves everything as it is
     * @throws ConfigurationException as {@link #with}
     */
    public Presets<P> withModel(String model, Optional<Path> file) {
        return file.map(own -> {
                    Map<String, Map<String, P>> models = new HashMap<>(byModel);
                    models.put(model, checked(own));
                    return new Presets<>(form, byTask, models);
                })
                .orElse(this);
    }

    /**
     * These, with those of a file in their place for the tasks that it names, whatever the model.
     *
     * @throws ConfigurationException when the file cannot be read, names no task, or has a value out of range
     */
    public Presets<P> with(Path file) {
        Map<String, P> own = checked(file);
        Map<String, P> all = new HashMap<>(byTask);
        all.putAll(own);
        Map<String, Map<String, P>> models = new HashMap<>();
        byModel.forEach((model, presets) -> {
            Map<String, P> left = new HashMap<>(presets);
            left.keySet().removeAll(own.keySet());
            models.put(model, Map.copyOf(left));
        });
        return new Presets<>(form, all, models);
    }

    /** The preset of a model for a task: its own where it brings one. */
    public P of(String model, Task task) {
        P own = byModel.getOrDefault(model, Map.of()).get(task.word());
        return own != null ? own : of(task);
    }

    /** The preset of a task for models that bring none. */
    public P of(Task task) {
        return Objects.requireNonNull(byTask.get(task.word()), task.word());
    }

    private Map<String, P> checked(Path file) {
        Map<String, P> read = read(file);
        read.forEach((task, preset) -> {
            if (!byTask.containsKey(task)) {
                throw new ConfigurationException(file + " has a preset for “" + task + "”, which is no task: name "
                        + String.join(
                                ", ",
                                Arrays.stream(Task.values()).map(Task::word).toList()));
            }
            try {
                form.check.accept(preset);
            } catch (IllegalArgumentException e) {
                throw new ConfigurationException("the preset of " + task + " in " + file + ": " + e.getMessage(), e);
            }
        });
        return Map.copyOf(read);
    }

    private Map<String, P> read(Path file) {
        try {
            Map<String, P> read = form.read(Files.readAllBytes(file));
            if (read == null || read.containsValue(null)) {
                throw new ConfigurationException(
                        file + " is no file of presets: config/" + form.example + " shows the form");
            }
            return read;
        } catch (JsonProcessingException e) {
            throw new ConfigurationException(
                    file + " is no file of presets (config/" + form.example + " shows the form): "
                            + e.getOriginalMessage(),
                    e);
        } catch (NoSuchFileException e) {
            throw new ConfigurationException("there is no file of presets " + file, e);
        } catch (IOException e) {
            throw new ConfigurationException("the presets " + file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
