package dev.psld.restore;

import dev.psld.bundle.Manifest;
import dev.psld.config.AgentConfig;
import dev.psld.config.PicturePreset;
import dev.psld.config.Preset;
import dev.psld.config.Presets;
import dev.psld.config.TaskDefaults;
import dev.psld.fault.Fault;
import dev.psld.file.Sha256;
import dev.psld.job.JobSettings;
import dev.psld.job.JobSteps;
import dev.psld.job.RestoreException;
import dev.psld.job.RestoreRequest;
import dev.psld.operator.Lift;
import dev.psld.operator.OperatorException;
import dev.psld.operator.Task;
import dev.psld.parameter.Parameters;
import dev.psld.picture.Blending;
import dev.psld.picture.Feather;
import dev.psld.restore.output.Destination;
import dev.psld.restore.photo.Companions;
import dev.psld.restore.photo.PhotoReader;
import dev.psld.restore.photo.PictureSize;
import dev.psld.restore.photo.Recipe;
import dev.psld.restore.photo.ShownNames;
import dev.psld.sampler.Method;
import dev.psld.sampler.Mode;
import dev.psld.sampler.PictureSettings;
import dev.psld.sampler.SolverSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** How a job is sampled: the task's preset, under the configuration, under the job's own settings. Immutable. */
record JobRecipe(
        Recipe operator, SolverSettings settings, Blending blending, int samples, boolean fit, boolean estimate) {

    /** @throws RestoreException when a value of the job's settings is out of range, or there is no operator for its task */
    static JobRecipe of(RestoreRequest work, Manifest model, Optional<Path> presets, AgentConfig config) {
        Task task = Task.parse(work.task());
        TaskDefaults defaults = config.tasks().of(task);
        JobSettings own = work.settings();
        if (task == Task.CUSTOM && config.tasks().operator().isEmpty()) {
            throw new RestoreException(
                    Fault.PHOTO,
                    work.name() + " has no operator: set tasks.custom.operator in the agent's"
                            + " configuration to the ONNX file of the measurement, then put the photo back by psld agent retry");
        }
        try {
            double sigma = own.sigmaY().orElse(defaults.sigmaY());
            long seed = own.seed().orElse(defaults.seed());
            int samples = own.samples().orElse(defaults.samples());
            Parameters.SAMPLES.check(samples);
            own.blurSigma().ifPresent(Parameters.BLUR_SIGMA::check);
            boolean denoised = own.denoiseKnown().orElse(false) && task.masked();
            if (denoised && sigma == 0) {
                throw new IllegalArgumentException(
                        "denoiseKnown needs to know how much noise there is:" + " give sigmaY too, for example 0.05");
            }
            boolean told = own.sigmaY().isPresent() || defaults.sigmaY() != TaskDefaults.sigma(task);
            Preset preset = Presets.shipped().withModel(model.name(), presets).of(model.name(), task);
            SolverSettings settings = model.onPictures()
                    ? pictures(own, defaults, task, samples, told ? sigma : 0, seed, model, presets)
                    : preset.settings(method(own.method()), sigma, seed)
                            .withSteps(own.steps().orElse(steps(task, defaults, preset)))
                            .withWeights(
                                    own.gamma().orElse(gamma(task, defaults, preset)),
                                    own.omega().orElse(omega(task, defaults, preset)));
            Restoration.steps(model, settings); // refuses more steps than the model has
            Lift lift = model.onPictures() ? Lift.STABLE : preset.lift(Mode.STABLE);
            Recipe recipe = new Recipe(
                    task,
                    lift,
                    scale(task, own),
                    own.blurSigma(),
                    config.tasks().operator(),
                    config.tasks().operatorLift(),
                    seed);
            return new JobRecipe(
                    recipe,
                    settings,
                    new Blending(denoised ? sigma : 0, feather(own, task)),
                    samples,
                    own.fit().orElse(config.tasks().fit()),
                    !told);
        } catch (IllegalArgumentException e) {
            throw new RestoreException(Fault.PHOTO, "the settings of " + work.name() + ": " + e.getMessage(), e);
        }
    }

    /** The settings of a model that works on pictures; a configuration of latents' weights says nothing about it. */
    private static SolverSettings pictures(
            JobSettings own,
            TaskDefaults defaults,
            Task task,
            int samples,
            double sigma,
            long seed,
            Manifest model,
            Optional<Path> presets) {
        PicturePreset preset =
                Presets.pictures().withModel(model.name(), presets).of(model.name(), task);
        Optional<Method> asked = own.method().map(word -> method(Optional.of(word)));
        PictureSettings all = preset.settings(asked, samples, sigma, seed);
        boolean configured = defaults.steps() != TaskDefaults.shipped(task).steps();
        return all.withSteps(own.steps().orElse(configured ? defaults.steps() : all.steps()));
    }

    /** As configured, where that is not just what the program ships with: then as the model's own preset says. */
    private static int steps(Task task, TaskDefaults defaults, Preset preset) {
        return defaults.steps() == TaskDefaults.shipped(task).steps() ? preset.steps() : defaults.steps();
    }

    private static double gamma(Task task, TaskDefaults defaults, Preset preset) {
        return defaults.gamma() == TaskDefaults.shipped(task).gamma() ? preset.gamma() : defaults.gamma();
    }

    private static double omega(Task task, TaskDefaults defaults, Preset preset) {
        return defaults.omega() == TaskDefaults.shipped(task).omega() ? preset.omega() : defaults.omega();
    }

    private static Feather feather(JobSettings own, Task task) {
        own.featherSize().ifPresent(Parameters.FEATHER_SIZE::check);
        own.featherSigma().ifPresent(Parameters.FEATHER_SIGMA::check);
        return task.masked() ? Feather.of(own.featherSize(), own.featherSigma()) : Feather.NONE;
    }

    private static int scale(Task task, JobSettings own) {
        if (own.scale().isPresent() && task != Task.SR) {
            throw new IllegalArgumentException("scale says nothing about the task " + task + ": leave it out");
        }
        int scale = task == Task.SR4 ? 4 : own.scale().orElse(Recipe.SCALE);
        Parameters.SCALE.check(scale);
        return scale;
    }

    /** Which model a job gets where none is named. */
    static ModelChoice choice(RestoreRequest work, AgentConfig config) {
        try {
            Task task = Task.parse(work.task());
            return new ModelChoice(
                    task,
                    scale(task, work.settings()),
                    work.settings().method().flatMap(Method::of),
                    work.settings().fit().orElse(config.tasks().fit()));
        } catch (IllegalArgumentException e) {
            throw new RestoreException(Fault.PHOTO, "the settings of " + work.name() + ": " + e.getMessage(), e);
        }
    }

    private static Method method(Optional<String> word) {
        return word.map(given -> Method.of(given)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "method cannot be “" + given + "”: choose " + Method.words())))
                .orElse(Method.PSLD);
    }

    /** The job's photo as a run takes it. */
    PhotoTask task(
            RestoreRequest request,
            LoadedModel model,
            BatchPlan plan,
            int checkpointEvery,
            JobSteps steps,
            LiveView view) {
        PhotoReader reader = PhotoReader.of(
                operator,
                request.mask(),
                request.settings().maskInverted().orElse(false),
                blending,
                request.kernel(),
                request.settings().strip().orElse(false),
                PictureSize.of(model.manifest(), fit),
                estimate && model.manifest().onPictures(),
                model.environment());
        ShownNames names = names(request);
        return new PhotoTask(
                request.photo(),
                names,
                request.task(),
                reader,
                settings,
                samples,
                0,
                new Destination(request.staging(), false, true, Map.of()),
                Optional.of(new Checkpoint(request.checkpoint(), key(request, names, model, plan), checkpointEvery)),
                steps,
                Optional.of(view));
    }

    /** The result gets the stem of the photo, not of the copy that is worked on. */
    private static ShownNames names(RestoreRequest request) {
        int inner = Companions.stem(request.photo()).length();
        return new ShownNames() {
            @Override
            public String input() {
                return request.name();
            }

            @Override
            public String output(Path written) {
                return request.stem() + String.valueOf(written.getFileName()).substring(inner);
            }

            @Override
            public String shown(Path file) {
                if (file.equals(request.photo())) {
                    return request.name();
                }
                boolean beside =
                        Objects.equals(file.getParent(), request.photo().getParent());
                return beside ? request.task() + "/" + output(file) : file.toString();
            }

            @Override
            public boolean takesOptions() {
                return false;
            }
        };
    }

    /** Of everything that decides the bytes of the samples. */
    private String key(RestoreRequest request, ShownNames names, LoadedModel model, BatchPlan plan) {
        List<String> parts = new ArrayList<>(List.of(
                ProgramVersion.current(),
                toString(),
                PhotoWork.digest(request.photo(), names),
                digest(request.mask(), names),
                digest(request.kernel(), names),
                request.settings().maskInverted().toString(),
                request.settings().strip().toString(),
                operator.operator().map(JobRecipe::graphDigest).orElse(""),
                operator.operatorLift().map(JobRecipe::graphDigest).orElse(""),
                "batch " + plan.batch(),
                model.pick().provider().word(),
                model.environment().version()));
        model.manifest().files().forEach((file, sum) -> parts.add(file + " " + sum));
        return Sha256.of(String.join("\n", parts).getBytes(StandardCharsets.UTF_8));
    }

    private static String graphDigest(Path file) {
        try {
            return Sha256.of(file);
        } catch (IOException e) {
            throw new OperatorException(
                    "the operator " + file + " cannot be read: check tasks.custom in the agent's configuration", e);
        }
    }

    private static String digest(Optional<Path> file, ShownNames names) {
        return file.map(f -> PhotoWork.digest(f, names)).orElse("");
    }
}
