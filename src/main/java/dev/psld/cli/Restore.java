package dev.psld.cli;

import dev.psld.bundle.Bundle;
import dev.psld.bundle.ModelFolders;
import dev.psld.cli.event.Event;
import dev.psld.cli.event.Listener;
import dev.psld.config.Preset;
import dev.psld.host.SystemMemory;
import dev.psld.ort.Environment;
import dev.psld.ort.Pick;
import dev.psld.restore.BatchPlan;
import dev.psld.restore.LoadedModel;
import dev.psld.restore.PhotoTask;
import dev.psld.restore.Restoration;
import dev.psld.restore.RestoreRun;
import dev.psld.restore.Stepping;
import dev.psld.restore.output.Destination;
import dev.psld.restore.output.Results;
import dev.psld.restore.photo.OwnWork;
import dev.psld.restore.photo.PhotoReader;
import dev.psld.restore.photo.Recipe;
import dev.psld.restore.photo.ShownNames;
import dev.psld.sampler.Mode;
import dev.psld.sampler.Settings;
import java.nio.file.Path;
import java.util.List;
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

    @Option(names = "--model", paramLabel = "DIR", description = "Folder or name of the model bundle.")
    private Optional<String> model = Optional.empty();

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
    private SamplingOptions sampling;

    @Mixin
    private RuntimeOptions runtime;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        task.requireFitting(spec.commandLine());
        requireNoise();
        if (sampling.mode == Mode.AUTHOR && sampling.presets.isPresent()) {
            throw new ParameterException(
                    spec.commandLine(), "--mode author has settings of its own: leave --presets or --mode out");
        }
        Preset preset = sampling.presets().of(task.task);
        Settings settings = settings(preset);
        try (Listener listener = output.listener(spec.commandLine())) {
            Batch batch = Batch.expand(
                    in, OwnWork.in(out, OwnWork.RESTORED), listener, FailureHandler.trace(spec.commandLine()));
            Destination destination = Destination.of(out, batch.files(), overwrite);
            Destination.requireDistinct(
                    batch.files(), file -> new Results(file, destination, sampling.samples).files());
            Bundle bundle = Bundle.open(ModelFolders.choose(model));
            requireSteps(bundle, settings);
            Pick pick = runtime.pick();
            listener.tell(new Event.Remark("", pick.line()));
            int pictures = Math.max(1, batch.files().size() * sampling.samples);
            BatchPlan plan = BatchPlan.of(
                    batch(),
                    pick.provider(),
                    bundle.manifest(),
                    pictures,
                    runtime.threads(),
                    SystemMemory.system().available().orElse(BatchPlan.ASSUMED_MEMORY));
            if (pictures > 1) {
                listener.tell(new Event.Remark("", plan.line()));
            }
            try (Environment environment = runtime.open(plan.parallel());
                    LoadedModel loaded = new LoadedModel(bundle.manifest().name(), environment, bundle, pick);
                    RestoreRun run = new RestoreRun(loaded, plan, sampling.engine, new RunEvents(batch, listener))) {
                PhotoReader reader = reader(preset, bundle, environment);
                run.restore(batch.files().stream()
                        .map(file -> task(file, reader, settings, destination))
                        .iterator());
                return batch.end().code();
            }
        }
    }

    private PhotoTask task(Path file, PhotoReader reader, Settings settings, Destination destination) {
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
                (step, steps) -> {});
    }

    private void requireSteps(Bundle bundle, Settings settings) {
        try {
            Restoration.steps(bundle.manifest(), settings);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--steps: " + e.getMessage(), e);
        }
    }

    /** One graph a step takes one picture at a time. */
    private int batch() {
        if (sampling.engine != Stepping.FUSED) {
            return sampling.batch;
        }
        if (sampling.batch > 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--engine fused takes one picture at a time, not --batch " + sampling.batch
                            + ": leave one of them out");
        }
        return 1;
    }

    private Settings settings(Preset preset) {
        try {
            return sampling.settings(task.task, preset, sampling.sigma(task), task.seed);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private void requireNoise() {
        task.refuse(spec.commandLine(), "--denoise-known", denoiseKnown && !task.task.masked());
        if (denoiseKnown && sampling.sigma(task) == 0) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--denoise-known needs to know how much noise there is: give --sigma-y, for example 0.05");
        }
    }

    private double knownNoise() {
        return denoiseKnown ? sampling.sigma(task) : 0;
    }

    private PhotoReader reader(Preset preset, Bundle bundle, Environment environment) {
        Recipe recipe = new Recipe(
                task.task, preset.lift(sampling.mode), task.blur(), task.operator, task.operatorLift, task.seed);
        return PhotoReader.of(
                recipe, task.mask, task.maskInverted, knownNoise(), task.kernel, strip, bundle.manifest(), environment);
    }
}
