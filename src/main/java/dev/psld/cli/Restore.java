package dev.psld.cli;

import dev.psld.bundle.Bundle;
import dev.psld.bundle.ModelFolders;
import dev.psld.cli.event.Event;
import dev.psld.cli.event.Listener;
import dev.psld.host.SystemMemory;
import dev.psld.ort.Environment;
import dev.psld.ort.Pick;
import dev.psld.picture.Blending;
import dev.psld.restore.BatchPlan;
import dev.psld.restore.LatentMemory;
import dev.psld.restore.ModelChoice;
import dev.psld.restore.NoModel;
import dev.psld.restore.PhotoTask;
import dev.psld.restore.Prior;
import dev.psld.restore.RestoreRun;
import dev.psld.restore.output.Destination;
import dev.psld.restore.output.Results;
import dev.psld.restore.photo.OwnWork;
import dev.psld.restore.photo.PhotoOptions;
import dev.psld.restore.photo.PhotoReader;
import dev.psld.restore.photo.PictureSize;
import dev.psld.restore.photo.Recipe;
import dev.psld.restore.photo.ShownNames;
import dev.psld.sampler.Method;
import dev.psld.sampler.Mode;
import dev.psld.sampler.SolverSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The verb restore: photographs in, restored pictures and reports out. */
@Command(name = "restore", description = "Restore photographs.", mixinStandardHelpOptions = true)
final class Restore implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "IN",
            description = "Photographs (PNG, JPEG, WebP, TIFF), or folders of them.")
    private List<Path> in = List.of();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "OUT",
            description = "A folder, or one picture.")
    private Path out = Path.of("");

    @Option(names = "--overwrite", description = "Replace what is there.")
    private boolean overwrite;

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "Folder or name of the model bundle; without it portraits of its size go to portrait64, all"
                    + " other photos to photo.")
    private Optional<String> model = Optional.empty();

    @Option(
            names = "--fit",
            description =
                    "Scale photos to the model's size, and their results back; without it a photo keeps its size.")
    private boolean fit;

    @Option(
            names = "--denoise-known",
            description = "Take the noise of --sigma-y off an inpainting's known pixels too; they are kept bit for bit"
                    + " otherwise.")
    private boolean denoiseKnown;

    @Option(
            names = "--strip",
            description = "Leave out of the results what the photo says about itself: resolution, date, camera, place.")
    private boolean strip;

    @Mixin
    private TaskOptions task;

    @Mixin
    private FeatherOptions feather;

    @Mixin
    private SamplingOptions sampling;

    @Mixin
    private RuntimeOptions runtime;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        task.requireFitting(spec.commandLine());
        requireNoise();
        requireModelless();
        feather.require(spec.commandLine(), task);
        if (sampling.mode == Mode.AUTHOR && sampling.presets.isPresent()) {
            throw new ParameterException(
                    spec.commandLine(), "--mode author has settings of its own: leave --presets or --mode out");
        }
        try (Listener listener = output.listener(spec.commandLine())) {
            Batch batch = Batch.expand(
                    in, OwnWork.in(out, OwnWork.RESTORED), listener, FailureHandler.trace(spec.commandLine()));
            Destination destination = Destination.of(out, batch.files(), overwrite);
            Destination.requireDistinct(
                    batch.files(), file -> new Results(file, destination, sampling.samples).files());
            Map<String, List<Path>> byModel = byModel(batch.files());
            List<ModelRecipe> recipes = byModel.keySet().stream()
                    .map(name -> ModelRecipe.of(name, sampling, task, spec.commandLine()))
                    .toList();
            Pick pick = NoModel.PICK;
            if (recipes.stream().anyMatch(recipe -> recipe.bundle().isPresent())) {
                pick = runtime.pick();
                listener.tell(new Event.Remark("", pick.line()));
            }
            for (ModelRecipe recipe : recipes) {
                List<Path> files = Objects.requireNonNull(byModel.get(recipe.name()));
                restore(recipe, files, pick, destination, batch, listener);
            }
            return batch.end().code();
        }
    }

    /** The photos of every model that is needed, in their order. */
    private Map<String, List<Path>> byModel(List<Path> files) {
        ModelChoice choice = new ModelChoice(task.task, task.scale(), chosenMethod(), fit);
        Map<String, List<Path>> byModel = new LinkedHashMap<>();
        if (model.isPresent() || files.isEmpty()) {
            byModel.put(model.orElse(ModelFolders.PORTRAITS), files);
        }
        for (Path file : model.isPresent() ? List.<Path>of() : files) {
            byModel.computeIfAbsent(choice.of(file), name -> new ArrayList<>()).add(file);
        }
        return byModel;
    }

    /** The authors' mode and a file of latent presets ask for latents as a method does. */
    private Optional<Method> chosenMethod() {
        return sampling.method.or(() -> sampling.mode == Mode.AUTHOR ? Optional.of(Method.PSLD) : Optional.empty());
    }

    /** Refuses a model where the method needs none. */
    private void requireModelless() {
        boolean none =
                sampling.method.filter(m -> m.prior() == Method.Prior.NONE).isPresent();
        if (none && (model.isPresent() || fit)) {
            throw new ParameterException(
                    spec.commandLine(),
                    (fit ? "--fit" : "--model") + " says nothing about a method that needs no model: leave it out, or"
                            + " give another --method");
        }
    }

    private void restore(
            ModelRecipe recipe, List<Path> files, Pick pick, Destination destination, Batch batch, Listener listener) {
        int pictures = Math.max(1, files.size() * sampling.samples);
        long free = SystemMemory.system().available().orElse(BatchPlan.ASSUMED_MEMORY);
        BatchPlan plan = BatchPlan.of(
                sampling.batch(spec.commandLine()),
                pick.provider(),
                recipe.bundle().map(Bundle::manifest),
                pictures,
                runtime.threads(),
                free,
                LatentMemory.predictions(recipe.settings()));
        if (pictures > 1) {
            listener.tell(new Event.Remark("", plan.line()));
        }
        recipe.bundle()
                .filter(b -> !b.manifest().onPictures())
                .map(b -> LatentMemory.of(b, sampling.memory, pick.provider(), free, recipe.settings()))
                .filter(LatentMemory::isLarge)
                .ifPresent(memory -> listener.tell(new Event.Remark("", memory.line())));
        try (Environment environment = runtime.open(plan.parallel());
                Prior prior = recipe.prior(environment, pick, sampling.memory);
                RestoreRun run = new RestoreRun(
                        prior, plan, sampling.engine, sampling.maxTime, new RunEvents(batch, listener))) {
            PhotoReader reader = reader(recipe, environment);
            run.restore(files.stream()
                    .map(file -> task(file, reader, recipe.settings(), destination))
                    .iterator());
        }
    }

    private PhotoTask task(Path file, PhotoReader reader, SolverSettings settings, Destination destination) {
        return new PhotoTask(
                file,
                ShownNames.of(file),
                task.task.word(),
                reader,
                settings,
                sampling.samples,
                sampling.previewEvery,
                destination,
                Optional.empty(),
                (step, steps) -> {},
                Optional.empty());
    }

    private void requireNoise() {
        task.refuse(spec.commandLine(), "--denoise-known", denoiseKnown && !task.task.masked());
        if (denoiseKnown && sampling.requested(task).noise() == 0) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--denoise-known needs to know how much noise there is: give --sigma-y, for example 0.05");
        }
    }

    private double knownNoise() {
        return denoiseKnown ? sampling.requested(task).noise() : 0;
    }

    private PhotoReader reader(ModelRecipe recipe, Environment environment) {
        Recipe degradation = new Recipe(
                task.task,
                recipe.chosen().lift(),
                task.scale(),
                task.blur(),
                task.operator,
                task.operatorLift,
                task.seed);
        return new PhotoReader(
                new PhotoOptions(
                        degradation,
                        task.mask,
                        task.maskInverted,
                        new Blending(knownNoise(), feather.feather()),
                        task.kernel,
                        strip,
                        PictureSize.of(recipe.bundle().map(Bundle::manifest), fit),
                        recipe.chosen().estimated()),
                environment);
    }
}
