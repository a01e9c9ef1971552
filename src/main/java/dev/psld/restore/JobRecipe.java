package dev.psld.restore;

import dev.psld.bundle.Manifest;
import dev.psld.config.AgentConfig;
import dev.psld.config.Preset;
import dev.psld.config.Presets;
import dev.psld.config.TaskDefaults;
import dev.psld.fault.Fault;
import dev.psld.file.Sha256;
import dev.psld.job.JobSettings;
import dev.psld.job.JobSteps;
import dev.psld.job.RestoreException;
import dev.psld.job.RestoreRequest;
import dev.psld.operator.OperatorException;
import dev.psld.operator.Task;
import dev.psld.parameter.Parameters;
import dev.psld.restore.output.Destination;
import dev.psld.restore.photo.Companions;
import dev.psld.restore.photo.PhotoReader;
import dev.psld.restore.photo.Recipe;
import dev.psld.restore.photo.ShownNames;
import dev.psld.sampler.Method;
import dev.psld.sampler.Mode;
import dev.psld.sampler.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** How a job is sampled: the task's preset, under the configuration, under the job's own settings. Immutable. */
record JobRecipe(Recipe operator, Settings settings, double knownNoise, int samples) {

    /** @throws RestoreException when a value of the job's settings is out of range, or there is no operator for its task */
    static JobRecipe of(RestoreRequest work, Manifest model, AgentConfig config) {
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
            Preset preset = Presets.shipped().of(task);
            double sigma = own.sigmaY().orElse(defaults.sigmaY());
            long seed = own.seed().orElse(defaults.seed());
            Settings settings = preset.settings(method(own.method()), sigma, seed)
                    .withSteps(own.steps().orElse(defaults.steps()))
                    .withWeights(
                            own.gamma().orElse(defaults.gamma()), own.omega().orElse(defaults.omega()));
            Restoration.steps(model, settings); // refuses more steps than the model has
            int samples = own.samples().orElse(defaults.samples());
            Parameters.SAMPLES.check(samples);
            own.blurSigma().ifPresent(Parameters.BLUR_SIGMA::check);
            Recipe recipe = new Recipe(
                    task,
                    preset.lift(Mode.STABLE),
                    own.blurSigma(),
                    config.tasks().operator(),
                    config.tasks().operatorLift(),
                    seed);
            boolean denoised = own.denoiseKnown().orElse(false) && task.masked();
            if (denoised && sigma == 0) {
                throw new IllegalArgumentException(
                        "denoiseKnown needs to know how much noise there is:" + " give sigmaY too, for example 0.05");
            }
            return new JobRecipe(recipe, settings, denoised ? sigma : 0, samples);
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
    PhotoTask task(RestoreRequest request, LoadedModel model, BatchPlan plan, int checkpointEvery, JobSteps steps) {
        PhotoReader reader = PhotoReader.of(
                operator,
                request.mask(),
                request.settings().maskInverted().orElse(false),
                knownNoise,
                request.kernel(),
                false,
                model.manifest(),
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
                steps);
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
