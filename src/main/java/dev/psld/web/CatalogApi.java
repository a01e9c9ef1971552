package dev.psld.web;

import dev.psld.config.Preset;
import dev.psld.config.Presets;
import dev.psld.operator.Task;
import dev.psld.parameter.Parameters;
import dev.psld.sampler.Method;
import dev.psld.sampler.PictureSettings;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What can be asked for: models, tasks with their presets, sliders, and how a photo would be restored. Thread-safe. */
final class CatalogApi {
    private static final List<String> PLAN =
            List.of("task", "width", "height", "model", "method", "scale", "fit", "samples");

    private final ModelCatalog catalog;
    private final JobFeed feed;
    private final WebSetup.Limits limits;

    CatalogApi(ModelCatalog catalog, JobFeed feed, WebSetup.Limits limits) {
        this.catalog = catalog;
        this.feed = feed;
        this.limits = limits;
    }

    /** A model for people. */
    private record ModelForm(
            String name, String licence, boolean anySize, int width, int height, boolean text, List<String> methods) {}

    /** A task; what it takes beside the photo. */
    private record TaskForm(String name, boolean masked, boolean kernel, boolean scaled, boolean blurred) {}

    /** What a task is started with by a model, where nothing else is said. */
    private record PresetForm(String model, String task, String method, int steps, Map<String, Double> weights) {}

    private record All(
            List<TaskForm> tasks, List<Slider> sliders, long uploadBytes, int megapixels, int jobsPerClient) {}

    /**
     * How a photo would be restored.
     *
     * @param text whether the model takes a prompt
     * @param secondsPerStep of one sample
     */
    private record Plan(
            String model,
            boolean anySize,
            boolean text,
            List<String> methods,
            String method,
            int steps,
            Map<String, Double> weights,
            double secondsPerStep,
            double secondsToBegin) {}

    List<Endpoint> endpoints(Workers workers) {
        return List.of(
                Endpoint.get("/api/models", workers, call -> Reply.json(200, models())),
                Endpoint.get("/api/presets", workers, call -> Reply.json(200, presets())),
                Endpoint.get("/api/tasks", workers, call -> Reply.json(200, all())),
                Endpoint.get("/api/plan", Set.copyOf(PLAN), workers, call -> Reply.json(200, plan(call))));
    }

    private List<ModelForm> models() {
        return catalog.models().stream()
                .map(m ->
                        new ModelForm(m.name(), m.licence(), m.anySize(), m.width(), m.height(), m.text(), m.methods()))
                .toList();
    }

    private All all() {
        List<TaskForm> tasks = Arrays.stream(Task.values())
                .map(task -> new TaskForm(
                        task.word(),
                        task.masked(),
                        task == Task.DEBLUR_MOTION,
                        task == Task.SR,
                        task == Task.DEBLUR_GAUSSIAN))
                .toList();
        return new All(tasks, Slider.five(), limits.upload(), limits.megapixels(), limits.jobsPerClient());
    }

    private List<PresetForm> presets() {
        return catalog.models().stream()
                .flatMap(model -> Arrays.stream(Task.values()).map(task -> preset(model, task, Optional.empty(), 1)))
                .toList();
    }

    private static PresetForm preset(ModelCatalog.Model model, Task task, Optional<Method> method, int samples) {
        if (model.anySize()) {
            PictureSettings all = Presets.pictures()
                    .withModel(model.bundle(), model.presets())
                    .of(model.bundle(), task)
                    .settings(method.filter(m -> m.prior() == Method.Prior.PICTURES), samples, 0, 0);
            return new PresetForm(model.name(), task.word(), all.method().word(), all.steps(), Map.of());
        }
        Preset preset =
                Presets.shipped().withModel(model.bundle(), model.presets()).of(model.bundle(), task);
        Map<String, Double> weights = new LinkedHashMap<>();
        weights.put(Parameters.GAMMA.name(), preset.gamma());
        weights.put(Parameters.OMEGA.name(), preset.omega());
        String word = method.filter(m -> m.prior() == Method.Prior.LATENTS)
                .orElse(Method.PSLD)
                .word();
        return new PresetForm(model.name(), task.word(), word, preset.steps(), weights);
    }

    private Plan plan(ApiCall call) {
        Task task = task(call.query("task").orElseThrow(() -> new WebException(400, "Give a task.")));
        int width = number(call, "width", 1, 1_000_000);
        int height = number(call, "height", 1, 1_000_000);
        int scale = task == Task.SR4 ? 4 : call.query("scale").isPresent() ? number(call, "scale", 2, 8) : 2;
        int larger = task.enlarges() ? scale : 1;
        int samples = call.query("samples").isPresent() ? number(call, "samples", 1, 1000) : 1;
        Optional<String> method = call.query("method");
        Optional<Method> known = method.map(word -> Method.of(word)
                .orElseThrow(() ->
                        new WebException(400, "There is no method of that name: choose " + Method.words() + ".")));
        boolean fit = call.query("fit").filter("true"::equals).isPresent();
        String name = call.query("model")
                .filter(asked -> !asked.equals("auto"))
                .orElseGet(() -> catalog.choose(task, width, height, scale, method, fit));
        ModelCatalog.Model model = model(catalog, name);
        PresetForm preset;
        try {
            preset = preset(model, task, known, samples);
        } catch (IllegalArgumentException e) {
            throw new WebException(400, String.valueOf(e.getMessage()));
        }
        double megapixels = (double) width * larger * height * larger / 1e6;
        return new Plan(
                model.name(),
                model.anySize(),
                model.text(),
                model.methods(),
                preset.method(),
                preset.steps(),
                preset.weights(),
                StepTime.secondsPerStep(feed.results(), model, task.word(), megapixels),
                1);
    }

    /** @throws WebException when there is none of that name */
    static ModelCatalog.Model model(ModelCatalog catalog, String name) {
        return catalog.models().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new WebException(
                        400,
                        "There is no model of that name: choose auto, "
                                + String.join(
                                        ", ",
                                        catalog.models().stream()
                                                .map(ModelCatalog.Model::name)
                                                .toList())
                                + "."));
    }

    /** @throws WebException when there is none of that word */
    static Task task(String word) {
        return Arrays.stream(Task.values())
                .filter(task -> task.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new WebException(
                        400,
                        "There is no task of that name: choose "
                                + String.join(
                                        ", ",
                                        Arrays.stream(Task.values())
                                                .map(Task::word)
                                                .toList())
                                + "."));
    }

    private static int number(ApiCall call, String name, int least, int most) {
        String text = call.query(name).orElse("");
        if (text.matches("\\d{1,9}")) {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        }
        throw new WebException(400, name + " must be a whole number from " + least + " to " + most + ".");
    }
}
