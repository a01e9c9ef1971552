package dev.psld.restore;

import dev.psld.bundle.Bundle;
import dev.psld.config.AgentConfig;
import dev.psld.config.DurationText;
import dev.psld.config.TaskDefaults;
import dev.psld.config.TextDefaults;
import dev.psld.fault.Fault;
import dev.psld.job.JobSettings;
import dev.psld.job.JobSteps;
import dev.psld.job.RestoreException;
import dev.psld.job.RestoreRequest;
import dev.psld.operator.Task;
import dev.psld.parameter.Parameters;
import dev.psld.picture.Blending;
import dev.psld.picture.Feather;
import dev.psld.restore.output.Destination;
import dev.psld.restore.photo.PhotoOptions;
import dev.psld.restore.photo.PhotoReader;
import dev.psld.restore.photo.PictureSize;
import dev.psld.restore.photo.Recipe;
import dev.psld.sampler.Method;
import dev.psld.sampler.Mode;
import dev.psld.sampler.Prompt;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How a job is sampled: the task's preset, under the configuration, under the job's own settings. Immutable.
 *
 * @param limit the longest that the photo may take; empty for any time
 */
record JobRecipe(
        Recipe operator,
        RequestedSettings.Chosen chosen,
        Blending blending,
        int samples,
        boolean fit,
        Optional<Duration> limit) {

    /**
     * @param model empty where the job's method needs none
     * @throws RestoreException when a value of the job's settings is out of range, or there is no operator for its task
     */
    static JobRecipe of(RestoreRequest work, Optional<Bundle> model, AgentConfig config) {
        Task task = Task.parse(work.task());
        JobSettings own = work.settings();
        if (task == Task.CUSTOM && config.tasks().operator().isEmpty()) {
            throw new RestoreException(
                    Fault.PHOTO,
                    work.name() + " has no operator: set tasks.custom.operator in the agent's"
                            + " configuration to the ONNX file of the measurement, then put the photo back by psld agent retry");
        }
        try {
            RequestedSettings requested = requested(task, own, config.tasks(), model);
            Parameters.SAMPLES.check(requested.samples());
            own.blurSigma().ifPresent(Parameters.BLUR_SIGMA::check);
            boolean denoised = own.denoiseKnown().orElse(false) && task.masked();
            if (denoised && requested.noise() == 0) {
                throw new IllegalArgumentException(
                        "denoiseKnown needs to know how much noise there is:" + " give sigmaY too, for example 0.05");
            }
            RequestedSettings.Chosen chosen = requested.by(model);
            model.ifPresent(m -> Restoration.steps(m.manifest(), chosen.settings())); // refuses more than it has
            Recipe recipe = new Recipe(
                    task,
                    chosen.lift(),
                    scale(task, own),
                    own.blurSigma(),
                    config.tasks().operator(),
                    config.tasks().operatorLift(),
                    requested.seed());
            return new JobRecipe(
                    recipe,
                    chosen,
                    new Blending(denoised ? requested.noise() : 0, feather(own, task)),
                    requested.samples(),
                    own.fit().orElse(config.tasks().fit()),
                    own.maxTime().map(JobRecipe::limit).or(config.tasks()::maxTime));
        } catch (IllegalArgumentException e) {
            throw new RestoreException(Fault.PHOTO, "the settings of " + work.name() + ": " + e.getMessage(), e);
        }
    }

    private static Duration limit(String text) {
        return DurationText.parse(text)
                .filter(time -> !time.isZero())
                .orElseThrow(() -> new IllegalArgumentException(
                        "maxTime cannot be “" + text + "”: give a length of time such as 90s, 5min or 2h"));
    }

    private static boolean hasLatents(Optional<Bundle> model) {
        return model.filter(m -> !m.manifest().onPictures()).isPresent();
    }

    /** Weights that are configured are those of latents, and texts are for models that take them: neither says anything to others. */
    private static RequestedSettings requested(
            Task task, JobSettings own, AgentConfig.Tasks tasks, Optional<Bundle> model) {
        TaskDefaults configured = tasks.of(task);
        boolean latents = hasLatents(model);
        boolean texts =
                model.map(Bundle::manifest).filter(RequestedPrompt::told).isPresent();
        OptionalDouble none = OptionalDouble.empty();
        return new RequestedSettings(
                task,
                own.method().map(JobRecipe::method),
                Mode.STABLE,
                own.steps().isPresent() ? own.steps() : configured.steps(),
                own.gamma().isPresent() ? own.gamma() : latents ? configured.gamma() : none,
                own.omega().isPresent() ? own.omega() : latents ? configured.omega() : none,
                own.samples().orElse(configured.samples()),
                own.sigmaY().isPresent() ? own.sigmaY() : configured.sigmaY(),
                own.seed().orElse(configured.seed()),
                Optional.empty(),
                prompt(own, texts ? tasks.text() : TextDefaults.NONE),
                RequestedPlugIns.NONE);
    }

    private static RequestedPrompt prompt(JobSettings own, TextDefaults configured) {
        return new RequestedPrompt(
                        own.prompt(),
                        own.negative(),
                        own.guidance(),
                        own.guidanceKind().map(JobRecipe::kind))
                .over(configured);
    }

    private static Prompt.Kind kind(String word) {
        return Prompt.Kind.of(word)
                .orElseThrow(() -> new IllegalArgumentException(
                        "guidanceKind cannot be “" + word + "”: choose " + Prompt.Kind.words()));
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
                    work.settings().method().map(JobRecipe::method),
                    work.settings().fit().orElse(config.tasks().fit()));
        } catch (IllegalArgumentException e) {
            throw new RestoreException(Fault.PHOTO, "the settings of " + work.name() + ": " + e.getMessage(), e);
        }
    }

    private static Method method(String word) {
        return Method.of(word)
                .orElseThrow(() ->
                        new IllegalArgumentException("method cannot be “" + word + "”: choose " + Method.words()));
    }

    /** The job's photo as a run takes it. */
    PhotoTask task(
            RestoreRequest request, Prior prior, BatchPlan plan, int checkpointEvery, JobSteps steps, LiveView view) {
        PhotoReader reader = new PhotoReader(
                new PhotoOptions(
                        operator,
                        request.mask(),
                        request.settings().maskInverted().orElse(false),
                        blending,
                        request.kernel(),
                        request.settings().strip().orElse(false),
                        PictureSize.of(prior.manifest(), fit),
                        chosen.estimated()),
                prior.environment());
        return new PhotoTask(
                request.photo(),
                new JobNames(request),
                request.task(),
                reader,
                chosen.settings(),
                samples,
                0,
                new Destination(request.staging(), false, true, Map.of()),
                Optional.of(
                        new Checkpoint(request.checkpoint(), JobKey.of(this, request, prior, plan), checkpointEvery)),
                steps,
                Optional.of(view));
    }
}
