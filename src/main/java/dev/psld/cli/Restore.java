package dev.psld.cli;

import dev.psld.bundle.Bundle;
import dev.psld.chain.ModelSessions;
import dev.psld.cli.event.Event;
import dev.psld.cli.event.Listener;
import dev.psld.cli.photo.Destination;
import dev.psld.cli.photo.OperatorRun;
import dev.psld.cli.photo.Recipe;
import dev.psld.cli.restore.Photo;
import dev.psld.cli.restore.PhotoReader;
import dev.psld.cli.restore.Restoration;
import dev.psld.cli.restore.Results;
import dev.psld.config.Preset;
import dev.psld.config.Presets;
import dev.psld.graph.Shape;
import dev.psld.operator.GraphSource;
import dev.psld.ort.Environment;
import dev.psld.ort.Pick;
import dev.psld.sampler.Method;
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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The verb restore: posterior samples of photographs. */
@Command(
        name = "restore",
        description = "Restore photographs: fill holes, enlarge, deblur, denoise.",
        mixinStandardHelpOptions = true)
final class Restore implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "IN", description = "Photos, or folders of them.")
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
            description = "Model bundle: a folder, or the name of one that is installed (portrait64).")
    private Optional<String> model = Optional.empty();

    @Option(
            names = "--method",
            paramLabel = "M",
            converter = Words.MethodWord.class,
            description = "psld (default), gml-dps, latent-dps, or ddim, which ignores the photo.")
    private Method method = Method.PSLD;

    @Option(
            names = "--mode",
            paramLabel = "M",
            converter = Words.ModeWord.class,
            description = "stable (default), or author: the published code step for step.")
    private Mode mode = Mode.STABLE;

    @Option(
            names = "--steps",
            paramLabel = "N",
            converter = Words.Positive.class,
            description = "Sampling steps; the preset of the task says how many otherwise.")
    private Optional<Integer> steps = Optional.empty();

    @Option(
            names = "--gamma",
            paramLabel = "G",
            converter = Words.Weight.class,
            description = "Weight of the gluing term, per training timestep (author mode: per step).")
    private Optional<Double> gamma = Optional.empty();

    @Option(
            names = "--omega",
            paramLabel = "W",
            converter = Words.Weight.class,
            description = "Weight of the measurement term, per training timestep (author mode: per step).")
    private Optional<Double> omega = Optional.empty();

    @Option(
            names = "--samples",
            paramLabel = "N",
            converter = Words.Positive.class,
            description = "Posterior samples to draw: their mean is the result, their spread a second picture (1).")
    private int samples = 1;

    @Option(
            names = "--preview-every",
            paramLabel = "K",
            converter = Words.Positive.class,
            description = "Write an intermediate picture every K steps.")
    private Optional<Integer> previewEvery = Optional.empty();

    @Mixin
    private TaskOptions options;

    @Mixin
    private Engine engine;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        Preset preset = Presets.shipped().of(options.task);
        Settings settings = settings(preset);
        try (Listener listener = output.listener(spec.commandLine())) {
            Batch batch = Batch.expand(in, listener);
            Destination destination = Destination.of(out, batch.files(), overwrite);
            Bundle bundle = Bundle.open(ModelFolders.choose(model));
            try (Environment environment = engine.open()) {
                Pick pick = engine.pick(environment);
                listener.tell(new Event.Remark("", pick.line()));
                try (ModelSessions models = ModelSessions.load(environment, bundle, pick)) {
                    Restoration restoration = new Restoration(models, pick);
                    PhotoReader reader = reader(bundle, preset, environment);
                    Results results = new Results(destination, overwrite, samples, previewEvery, listener);
                    return batch.run(file -> {
                                Photo photo = reader.read(file);
                                return results.make(file, options.task, photo, settings, restoration, bundle, pick);
                            })
                            .code();
                }
            }
        }
    }

    private Settings settings(Preset preset) {
        Settings s = preset.settings(method, mode, options.sigmaY.orElse(Settings.LEAST_SIGMA), options.seed);
        return s.withSteps(steps.orElse(s.steps())).withWeights(gamma.orElse(s.gamma()), omega.orElse(s.omega()));
    }

    private PhotoReader reader(Bundle bundle, Preset preset, Environment environment) {
        Recipe recipe = new Recipe(
                options.task, preset.lift(mode), options.blur(), options.operator, options.operatorLift, options.seed);
        List<Integer> image = bundle.manifest().image();
        return new PhotoReader(
                recipe,
                options.mask,
                options.maskInverted,
                options.kernel,
                Shape.of(1, image.get(0), image.get(1), image.get(2)),
                GraphSource.PLAIN,
                new OperatorRun(environment));
    }
}
