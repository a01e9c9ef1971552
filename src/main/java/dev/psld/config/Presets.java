package dev.psld.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Presets of one kind by model, then task: those that the program ships with for any model, those that a model brings of its
 * own, and a file of the user's over both. Immutable and thread-safe.
 */
public final class Presets<P> {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .build();

    private static final Pattern MISSING = Pattern.compile("^Missing creator property '([^']+)'");

    private final Form<P> form;
    private final Map<String, Entry<P>> byTask;
    private final Map<String, Map<String, Entry<P>>> byModel;

    /** A preset, and what it tells models that take texts. */
    private record Entry<P>(P preset, TextDefaults text) {}

    /**
     * How presets of a kind are written.
     *
     * @param example the shipped file that shows the form
     * @param check throws an IllegalArgumentException at a value out of range
     * @param text takes the keys for models with text out of a preset, or throws one at them
     */
    private record Form<P>(Class<P> type, String example, Consumer<P> check, Function<ObjectNode, TextDefaults> text) {
        Entry<P> entry(ObjectNode written) throws JsonProcessingException {
            TextDefaults told = text.apply(written);
            P preset = MAPPER.treeToValue(written, type);
            check.accept(preset);
            return new Entry<>(preset, told);
        }
    }

    private Presets(Form<P> form, Map<String, Entry<P>> byTask, Map<String, Map<String, Entry<P>>> byModel) {
        this.form = form;
        this.byTask = Map.copyOf(byTask);
        this.byModel = Map.copyOf(byModel);
    }

    /** Those that the program ships with for models with latents. */
    public static Presets<Preset> shipped() {
        return shipped(new Form<>(
                Preset.class, "presets.json", preset -> preset.settings(Method.PSLD, 0.05, 0), PresetText::takenFrom));
    }

    /** Those that it ships with for models that work on pictures. */
    public static Presets<PicturePreset> pictures() {
        Consumer<PicturePreset> check = preset -> {
            preset.settings(Optional.of(Method.PNP), 1, 0, 0);
            preset.settings(Optional.of(Method.DIFFPIR), 1, 0, 0);
        };
        return shipped(new Form<>(PicturePreset.class, "picture-presets.json", check, PresetText::refusedIn));
    }

    /** Those that it ships with for the methods that others are compared with. */
    public static Presets<ComparisonPreset> comparison() {
        Consumer<ComparisonPreset> check = preset -> {
            preset.variation(0, 0);
            for (Method method : List.of(Method.PNP_ADMM, Method.DDRM, Method.SCORE_SDE, Method.DPS, Method.MCG)) {
                preset.pictures(method, 0, 0);
            }
            for (Method method : List.of(Method.FAST, Method.LATENT_DAPS, Method.SD_BLEND, Method.REFINE)) {
                preset.latents(method, 0, 0);
            }
        };
        return shipped(new Form<>(ComparisonPreset.class, "comparison-presets.json", check, PresetText::takenFrom));
    }

    private static <P> Presets<P> shipped(Form<P> form) {
        try (InputStream in = Objects.requireNonNull(Presets.class.getResourceAsStream("/" + form.example))) {
            Map<String, Entry<P>> all = new HashMap<>();
            for (Map.Entry<String, JsonNode> task : MAPPER.readTree(in).properties()) {
                all.put(task.getKey(), form.entry((ObjectNode) task.getValue()));
            }
            return new Presets<>(form, all, Map.of());
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
                    Map<String, Map<String, Entry<P>>> models = new HashMap<>(byModel);
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
        Map<String, Entry<P>> own = checked(file);
        Map<String, Entry<P>> all = new HashMap<>(byTask);
        all.putAll(own);
        Map<String, Map<String, Entry<P>>> models = new HashMap<>();
        byModel.forEach((model, presets) -> {
            Map<String, Entry<P>> left = new HashMap<>(presets);
            left.keySet().removeAll(own.keySet());
            models.put(model, Map.copyOf(left));
        });
        return new Presets<>(form, all, models);
    }

    /** The preset of a model for a task: its own where it brings one. */
    public P of(String model, Task task) {
        return entry(model, task).preset;
    }

    /** The preset of a task for models that bring none. */
    public P of(Task task) {
        return entry(task).preset;
    }

    /** What that preset of a model tells it, where it takes texts; a file may say, and none that is shipped does. */
    public TextDefaults text(String model, Task task) {
        return entry(model, task).text;
    }

    private Entry<P> entry(String model, Task task) {
        Entry<P> own = byModel.getOrDefault(model, Map.of()).get(task.word());
        return own != null ? own : entry(task);
    }

    private Entry<P> entry(Task task) {
        return Objects.requireNonNull(byTask.get(task.word()), task.word());
    }

    private Map<String, Entry<P>> checked(Path file) {
        Map<String, Entry<P>> all = new HashMap<>();
        for (Map.Entry<String, JsonNode> written : read(file).properties()) {
            String task = written.getKey();
            if (!byTask.containsKey(task)) {
                throw new ConfigurationException(file + " has a preset for “" + task + "”, which is no task: name "
                        + String.join(
                                ", ",
                                Arrays.stream(Task.values()).map(Task::word).toList()));
            }
            if (!(written.getValue() instanceof ObjectNode preset)) {
                throw new ConfigurationException("the preset of " + task + " in " + file
                        + " is no object of settings: config/" + form.example + " shows the form");
            }
            try {
                all.put(task, form.entry(preset));
            } catch (JsonProcessingException e) {
                throw new ConfigurationException("the preset of " + task + " in " + file + " " + fault(e), e);
            } catch (IllegalArgumentException e) {
                throw new ConfigurationException("the preset of " + task + " in " + file + ": " + e.getMessage(), e);
            }
        }
        return Map.copyOf(all);
    }

    /** What is wrong with a preset, as it follows its place. */
    private String fault(JsonProcessingException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            return "has “" + unknown.getPropertyName() + "”, which is no setting: leave it out, or name one of "
                    + unknown.getKnownPropertyIds().stream()
                            .map(String::valueOf)
                            .sorted()
                            .collect(Collectors.joining(", "));
        }
        Matcher missing = MISSING.matcher(String.valueOf(e.getOriginalMessage()));
        return missing.find()
                ? "has no “" + missing.group(1) + "”: give all settings that config/" + form.example + " has"
                : "is none (config/" + form.example + " shows the form): " + e.getOriginalMessage();
    }

    private JsonNode read(Path file) {
        try {
            JsonNode read = MAPPER.readTree(Files.readAllBytes(file));
            if (!read.isObject()) {
                throw new ConfigurationException(
                        file + " is no file of presets: config/" + form.example + " shows the form");
            }
            return read;
        } catch (JsonProcessingException e) {
            throw noPresets(file, e);
        } catch (NoSuchFileException e) {
            throw new ConfigurationException("there is no file of presets " + file, e);
        } catch (IOException e) {
            throw new ConfigurationException("the presets " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private ConfigurationException noPresets(Path file, JsonProcessingException e) {
        return new ConfigurationException(
                file + " is no file of presets (config/" + form.example + " shows the form): " + e.getOriginalMessage(),
                e);
    }
}
