package dev.psld.cli;

import dev.psld.config.AuthorSettings;
import dev.psld.config.PicturePreset;
import dev.psld.config.Preset;
import dev.psld.config.Presets;
import dev.psld.operator.Task;
import dev.psld.restore.Stepping;
import dev.psld.sampler.Method;
import dev.psld.sampler.Mode;
import dev.psld.sampler.PictureSettings;
import dev.psld.sampler.Settings;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How the posterior is sampled, where it differs from the task's preset. Filled by picocli. */
final class SamplingOptions {
    @Option(
            names = "--method",
            paramLabel = "M",
            converter = Converters.MethodWord.class,
            description =
                    "psld (default with latents), gml-dps, latent-dps, ddim; pnp, diffpir for photos of any size.")
    Optional<Method> method = Optional.empty();

    @Option(
            names = "--mode",
            paramLabel = "M",
            converter = Converters.ModeWord.class,
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
            description = "chain: the graphs of a step one after the other; fused: as one graph; auto, the default,"
                    + " fuses from 200 steps on a CPU. Results agree but for rounding.")
    Stepping engine = Stepping.AUTO;

    @Option(
            names = "--preview-every",
            paramLabel = "K",
            converter = Converters.Count.class,
            description = "Write a picture of what is believed after every K steps.")
    int previewEvery;

    /** σ of the noise as given, else what the authors add to every measurement, or what the task is about. */
    double sigma(TaskOptions task) {
        return mode == Mode.AUTHOR ? task.sigmaY.orElse(AuthorSettings.SIGMA) : task.sigma();
    }

    /** The shipped presets, or those of a file over them. */
    <P> Presets<P> presets(Presets<P> shipped) {
        return presets.map(shipped::with).orElse(shipped);
    }

    /** Refuses what says nothing about a method that works on pictures. */
    void requirePictures(CommandLine command) {
        refuse(command, "--mode author", mode == Mode.AUTHOR);
        refuse(command, "--gamma", gamma.isPresent());
        refuse(command, "--omega", omega.isPresent());
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

    /** The settings of a model that works on pictures; an IllegalArgumentException where they are out of range. */
    PictureSettings pictures(PicturePreset preset, double sigma, long seed) {
        PictureSettings all = preset.settings(method, samples, sigma, seed);
        return steps.map(all::withSteps).orElse(all);
    }

    /** The settings of a task, by its preset or as its authors have them, with what the command line says instead; an IllegalArgumentException where that is out of range. */
    Settings settings(Task task, Preset preset, double sigma, long seed) {
        Settings all = mode == Mode.AUTHOR
                ? AuthorSettings.settings(task, latentMethod(), sigma, seed)
                : preset.settings(latentMethod(), sigma, seed);
        return steps.map(all::withSteps).orElse(all).withWeights(gamma.orElse(all.gamma()), omega.orElse(all.omega()));
    }

    private Method latentMethod() {
        Method chosen = method.orElse(Method.PSLD);
        if (!chosen.latent()) {
            throw new IllegalArgumentException("--method " + chosen.word()
                    + " works on pictures, and this model has latents: leave --model out, or choose "
                    + Method.words(Method::latent));
        }
        return chosen;
    }
}
