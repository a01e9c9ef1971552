package dev.psld.cli;

import dev.psld.restore.MemoryChoice;
import dev.psld.restore.RequestedSettings;
import dev.psld.restore.Stepping;
import dev.psld.sampler.Method;
import dev.psld.sampler.Mode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How the posterior is sampled, where it differs from the task's preset. Filled by picocli. */
final class SamplingOptions {
    @Option(
            names = "--method",
            paramLabel = "M",
            converter = Converters.MethodWord.class,
            completionCandidates = Converters.MethodWord.class,
            description =
                    "psld (default with latents), gml-dps, latent-dps, latent-daps, fast, refine, sd-blend, ddim; pnp, diffpir, pnp-admm,"
                            + " ddrm, score-sde, dps, mcg for photos of any size; bicubic,"
                            + " biharmonic, admm-tv without a model.")
    Optional<Method> method = Optional.empty();

    @Option(
            names = "--mode",
            paramLabel = "M",
            converter = Converters.ModeWord.class,
            completionCandidates = Converters.ModeWord.class,
            description = "stable (default), or author: as the authors’ code, 1000 steps.")
    Mode mode = Mode.STABLE;

    @Option(
            names = "--presets",
            paramLabel = "F",
            description = "JSON in the form of config/presets.json, in place of the task's settings.")
    Optional<Path> presets = Optional.empty();

    @Option(
            names = "--steps",
            paramLabel = "N",
            converter = ParameterConverters.Steps.class,
            description = "${bundle:parameter.steps}")
    Optional<Integer> steps = Optional.empty();

    @Option(
            names = "--gamma",
            paramLabel = "G",
            converter = ParameterConverters.Gamma.class,
            description = "${bundle:parameter.gamma}")
    Optional<Double> gamma = Optional.empty();

    @Option(
            names = "--omega",
            paramLabel = "W",
            converter = ParameterConverters.Omega.class,
            description = "${bundle:parameter.omega}")
    Optional<Double> omega = Optional.empty();

    @Option(
            names = "--samples",
            paramLabel = "N",
            converter = ParameterConverters.Samples.class,
            description = "${bundle:parameter.samples}")
    int samples = 1;

    @Option(
            names = "--batch",
            paramLabel = "N",
            converter = Converters.Automatic.class,
            description = "Pictures that the graphs take at once; auto, the default, chooses by processor and memory:"
                    + " single pictures side by side on the CPU, batches on a GPU.")
    int batch;

    @Option(
            names = "--engine",
            paramLabel = "E",
            converter = Converters.SteppingWord.class,
            completionCandidates = Converters.SteppingWord.class,
            description = "chain: the graphs of a step one after the other; fused: as one graph; auto, the default,"
                    + " fuses from 200 steps on a CPU. Results agree but for rounding.")
    Stepping engine = Stepping.AUTO;

    @Option(
            names = "--memory",
            paramLabel = "M",
            converter = Converters.MemoryChoiceWord.class,
            completionCandidates = Converters.MemoryChoiceWord.class,
            description = "Of a latent model. fast: all graphs loaded; low: one graph at a time, on the CPU; auto, the"
                    + " default, takes fast where that fits.")
    MemoryChoice memory = MemoryChoice.AUTO;

    @Option(
            names = "--max-time",
            paramLabel = "T",
            converter = Converters.Time.class,
            description =
                    "The longest that a photo may take, such as 90s or 5min: it gets as many samples and steps as fit"
                            + " into that, and is refused where none do.")
    Optional<Duration> maxTime = Optional.empty();

    @Option(
            names = "--tile",
            paramLabel = "N",
            converter = ParameterConverters.Tile.class,
            description = "${bundle:parameter.tile}")
    Optional<Integer> tile = Optional.empty();

    @Option(
            names = "--preview-every",
            paramLabel = "K",
            converter = Converters.Count.class,
            description = "Write a picture of what is believed after every K steps.")
    int previewEvery;

    @Mixin
    PromptOptions told = new PromptOptions();

    @Mixin
    PlugInOptions besides = new PlugInOptions();

    /** What was asked of the settings. */
    RequestedSettings requested(TaskOptions task) {
        return new RequestedSettings(
                task.task,
                method,
                mode,
                steps.map(OptionalInt::of).orElse(OptionalInt.empty()),
                number(gamma),
                number(omega),
                samples,
                number(task.sigmaY),
                task.seed,
                presets,
                told.requested(),
                besides.requested());
    }

    /** Pictures that the graphs take at once, as asked for: one graph a step takes one picture at a time. */
    int batch(CommandLine command) {
        if (memory == MemoryChoice.LOW && (engine == Stepping.FUSED || batch > 1)) {
            throw new ParameterException(
                    command,
                    "--memory low runs one graph and one picture at a time: leave "
                            + (batch > 1 ? "--batch " + batch : "--engine fused") + " out");
        }
        if (engine != Stepping.FUSED) {
            return batch;
        }
        besides.requireStepsInParts(command);
        if (batch > 1) {
            throw new ParameterException(
                    command,
                    "--engine fused takes one picture at a time, not --batch " + batch + ": leave one of them out");
        }
        return 1;
    }

    private static OptionalDouble number(Optional<Double> given) {
        return given.map(OptionalDouble::of).orElse(OptionalDouble.empty());
    }

    /** Refuses what says nothing about a method that works on pictures. */
    void requirePictures(CommandLine command) {
        refuse(command, "--mode author", mode == Mode.AUTHOR);
        refuse(command, "--gamma", gamma.isPresent());
        refuse(command, "--omega", omega.isPresent());
        besides.requireLatents(option -> refuse(command, option, true));
        refuse(command, "--batch", batch > 1);
        refuse(command, "--engine fused", engine == Stepping.FUSED);
    }

    private static void refuse(CommandLine command, String option, boolean given) {
        if (given) {
            throw new ParameterException(
                    command,
                    option
                            + " says nothing about a model for photos of any size: leave it out, or give --model with one"
                            + " that has latents, and --fit to have photos scaled to it");
        }
    }
}
