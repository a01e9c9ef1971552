package dev.psld.restore;

import dev.psld.bundle.Bundle;
import dev.psld.bundle.Manifest;
import dev.psld.config.AuthorSettings;
import dev.psld.config.ComparisonPreset;
import dev.psld.config.PicturePreset;
import dev.psld.config.Preset;
import dev.psld.config.Presets;
import dev.psld.config.TaskDefaults;
import dev.psld.config.TextDefaults;
import dev.psld.operator.Lift;
import dev.psld.operator.Task;
import dev.psld.sampler.ClassicalSettings;
import dev.psld.sampler.Method;
import dev.psld.sampler.Mode;
import dev.psld.sampler.PictureSettings;
import dev.psld.sampler.Settings;
import dev.psld.sampler.SolverSettings;
import dev.psld.sampler.VariationSettings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What was asked of a run's settings, by a command or a job; the preset of the model decides on the rest. Immutable.
 *
 * @param steps this, γ and ω in place of the preset's; a method without latents has no γ and no ω
 * @param samples how many pictures are drawn of a photo
 * @param sigma standard deviation of the measurement's noise, as told; empty where nobody told
 * @param presets a user's file of presets
 * @param prompt what a model with text is to be told
 * @param plugIns what is done besides; for methods with latents
 */
public record RequestedSettings(
        Task task,
        Optional<Method> method,
        Mode mode,
        OptionalInt steps,
        OptionalDouble gamma,
        OptionalDouble omega,
        int samples,
        OptionalDouble sigma,
        long seed,
        Optional<Path> presets,
        RequestedPrompt prompt,
        RequestedPlugIns plugIns) {

    /**
     * The settings of a run.
     *
     * @param lift which T glues
     * @param estimated whether the noise of each photo is estimated
     */
    public record Chosen(SolverSettings settings, Lift lift, boolean estimated) {}

    /** Least σ of the data term where the path of a motion is given: it is never known so well that its zeros could be undone. */
    private static final double PATH_FLOOR = 0.01;

    /** σ of the noise: as told, else what the authors add to every measurement, or what the task is usually about. */
    public double noise() {
        return sigma.orElse(mode == Mode.AUTHOR ? AuthorSettings.SIGMA : TaskDefaults.sigma(task));
    }

    /**
     * The settings of a run by a model, or by a method that needs none.
     *
     * @throws IllegalArgumentException when a value is out of range, or the method is not one of the model's kind
     * @throws dev.psld.derive.ModelException when it needs a pullback that the model has not
     */
    public Chosen by(Optional<Bundle> model) {
        prompt.require(model.map(Bundle::manifest));
        if (model.isEmpty()) {
            SolverSettings settings = classical();
            return new Chosen(settings, Lift.STABLE, settings instanceof VariationSettings && sigma.isEmpty());
        }
        Manifest manifest = model.get().manifest();
        if (manifest.onPictures()) {
            return new Chosen(pictures(model.get()), Lift.STABLE, sigma.isEmpty());
        }
        if (method.filter(m -> m.compared() && m.prior() == Method.Prior.LATENTS)
                .isPresent()) {
            Presets<ComparisonPreset> known = with(Presets.comparison());
            return new Chosen(
                    latents(model.get(), compared(method.get(), known), known.text(manifest.name(), task)),
                    Lift.STABLE,
                    false);
        }
        Presets<Preset> known =
                with(Presets.shipped().withModel(manifest.name(), model.get().presets()));
        Preset preset = known.of(manifest.name(), task);
        TextDefaults text = mode == Mode.AUTHOR ? TextDefaults.NONE : known.text(manifest.name(), task);
        return new Chosen(latents(model.get(), latents(preset), text), preset.lift(mode), false);
    }

    /** @param text what presets tell models that take texts: others pass it over */
    private Settings latents(Bundle model, Settings chosen, TextDefaults text) {
        RequestedPrompt told = RequestedPrompt.told(model.manifest()) ? prompt.over(text) : prompt;
        return RequiredPullbacks.in(
                model, plugIns.over(chosen, model.manifest()).withPrompt(told.chosen()));
    }

    private <P> Presets<P> with(Presets<P> shipped) {
        return presets.map(shipped::with).orElse(shipped);
    }

    private <P> P preset(Presets<P> shipped, Manifest manifest) {
        return with(shipped).of(manifest.name(), task);
    }

    private <P> P preset(Presets<P> shipped) {
        return with(shipped).of(task);
    }

    private PictureSettings pictures(Bundle model) {
        requireNoWeights("a model for photos of any size");
        Manifest manifest = model.manifest();
        if (method.filter(m -> m.compared() && m.prior() == Method.Prior.PICTURES)
                .isPresent()) {
            requireDraws(method.get());
            PictureSettings all = preset(Presets.comparison()).pictures(method.get(), sigma.orElse(0), seed);
            return steps.isPresent() ? all.withSteps(steps.getAsInt()) : all;
        }
        PicturePreset preset = preset(Presets.pictures().withModel(manifest.name(), model.presets()), manifest);
        PictureSettings all = preset.settings(method, samples, sigma.orElse(0), seed)
                .withFloor(task == Task.DEBLUR_MOTION ? PATH_FLOOR : 0);
        return steps.isPresent() ? all.withSteps(steps.getAsInt()) : all;
    }

    private Settings latents(Preset preset) {
        Method chosen = method.orElse(Method.PSLD);
        if (chosen.prior() != Method.Prior.LATENTS) {
            throw new IllegalArgumentException("method " + chosen.word()
                    + " works on pictures, and this model has latents: leave the model out, or choose "
                    + Method.words(Method.Prior.LATENTS));
        }
        Settings all = mode == Mode.AUTHOR
                ? AuthorSettings.settings(task, chosen, noise(), seed)
                : preset.settings(chosen, noise(), seed);
        return all.withSteps(steps.orElse(all.steps()))
                .withWeights(gamma.orElse(all.gamma()), omega.orElse(all.omega()));
    }

    private Settings compared(Method chosen, Presets<ComparisonPreset> known) {
        refuse(gamma.isPresent(), "gamma", chosen.word() + ", which glues nothing");
        if (mode == Mode.AUTHOR) {
            throw new IllegalArgumentException("author mode is that of PSLD's authors, which says nothing about "
                    + chosen.word() + ": leave one of both out");
        }
        if (chosen == Method.SD_BLEND && !task.masked()) {
            throw new IllegalArgumentException("sd-blend fills missing pixels, which says nothing about the task "
                    + task + ": choose another method");
        }
        Settings all = known.of(task).latents(chosen, noise(), seed);
        return all.withSteps(steps.orElse(all.steps())).withWeights(0, omega.orElse(all.omega()));
    }

    private SolverSettings classical() {
        Method chosen = method.orElseThrow(() -> new IllegalArgumentException(
                "without a model there has to be a method that needs none: choose " + Method.words(Method.Prior.NONE)));
        requireNoWeights("a method without a model");
        requireDraws(chosen);
        if (chosen == Method.BICUBIC && !task.enlarges()) {
            throw new IllegalArgumentException("bicubic makes pictures larger, which says nothing about the task "
                    + task + ": choose another method");
        }
        if (chosen == Method.BIHARMONIC && !task.masked()) {
            throw new IllegalArgumentException("biharmonic fills missing pixels, which says nothing about the task "
                    + task + ": choose another method");
        }
        if (chosen == Method.ADMM_TV) {
            VariationSettings all = preset(Presets.comparison()).variation(sigma.orElse(0), seed);
            return steps.isPresent() ? all.withSteps(steps.getAsInt()) : all;
        }
        refuse(steps.isPresent(), "steps", chosen.word() + ", which has a closed form");
        return new ClassicalSettings(chosen, 1, sigma.orElse(0), seed);
    }

    private void requireDraws(Method chosen) {
        if (samples > 1 && chosen.deterministic()) {
            throw new IllegalArgumentException(chosen.word()
                    + " draws nothing, and all samples would be the same: leave the samples out, or choose diffpir");
        }
    }

    private void requireNoWeights(String of) {
        refuse(gamma.isPresent(), "gamma", of);
        refuse(omega.isPresent(), "omega", of);
        refuse(mode == Mode.AUTHOR, "author mode", of);
        refuse(plugIns.polish().isPresent(), "polish", of);
        refuse(plugIns.stateGradient().isPresent(), "stateGradient", of);
        refuse(plugIns.attention().isPresent(), "attention", of);
        refuse(plugIns.guideEvery().isPresent(), "guideEvery", of);
        refuse(plugIns.jacobianFree().isPresent(), "jacobianFree", of);
        refuse(plugIns.fullDecoderSteps().isPresent(), "fullDecoderSteps", of);
    }

    private static void refuse(boolean given, String word, String of) {
        if (given) {
            throw new IllegalArgumentException(word + " says nothing about " + of
                    + ": leave it out, or name a model that has latents, and fit to have photos scaled to it");
        }
    }
}
