package dev.psld.cli;

import dev.psld.config.TaskDefaults;
import dev.psld.operator.Task;
import dev.psld.restore.photo.Recipe;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What was done to the picture. Filled by picocli. */
final class TaskOptions {
    @Option(
            names = "--task",
            required = true,
            paramLabel = "T",
            converter = Converters.TaskWord.class,
            completionCandidates = Converters.TaskWord.class,
            description = "What is to be undone: sr, sr4, inpaint, inpaint-box, inpaint-random, deblur-gaussian,"
                    + " deblur-motion, denoise, custom.")
    Task task = Task.DENOISE;

    @Option(
            names = "--scale",
            paramLabel = "K",
            converter = Converters.Enlargement.class,
            description = "How many times larger sr makes a picture: 2 to 8, 2 by default; sr4 always 4.")
    Optional<Integer> scale = Optional.empty();

    @Option(
            names = "--mask",
            paramLabel = "M",
            description = "Picture that is white where the photo is missing; without it photo.mask.png beside the"
                    + " input, else the transparent pixels.")
    Optional<Path> mask = Optional.empty();

    @Option(names = "--mask-inverted", description = "The mask is black where the photo is missing.")
    boolean maskInverted;

    @Option(names = "--operator", paramLabel = "A", description = "ONNX file of the measurement, for custom.")
    Optional<Path> operator = Optional.empty();

    @Option(names = "--operator-lift", paramLabel = "T", description = "ONNX file from measurements back to images.")
    Optional<Path> operatorLift = Optional.empty();

    @Option(
            names = "--kernel",
            paramLabel = "K",
            description =
                    "Picture of the motion blur’s path, in pixels of the photo; without it photo.kernel.png beside"
                            + " the input.")
    Optional<Path> kernel = Optional.empty();

    @Option(
            names = "--blur-sigma",
            paramLabel = "S",
            converter = ParameterConverters.BlurSigma.class,
            description =
                    "${bundle:parameter.blurSigma} Those of the model’s picture for restore, of the picture itself for degrade.")
    Optional<Double> blurSigma = Optional.empty();

    @Option(
            names = "--sigma-y",
            paramLabel = "S",
            converter = ParameterConverters.SigmaY.class,
            description = "${bundle:parameter.sigmaY}")
    Optional<Double> sigmaY = Optional.empty();

    @Option(names = "--seed", paramLabel = "N", description = "${bundle:parameter.seed} By default 42.")
    long seed = 42;

    /** Refuses what the task would not look at. */
    void requireFitting(CommandLine command) {
        refuse(command, "--scale", scale.isPresent() && task != Task.SR);
        refuse(command, "--mask", mask.isPresent() && !task.masked());
        refuse(command, "--mask-inverted", maskInverted && !task.masked());
        refuse(command, "--kernel", kernel.isPresent() && task != Task.DEBLUR_MOTION);
        refuse(command, "--blur-sigma", blurSigma.isPresent() && task != Task.DEBLUR_GAUSSIAN);
        refuse(command, "--operator", operator.isPresent() && task != Task.CUSTOM);
        refuse(command, "--operator-lift", operatorLift.isPresent() && task != Task.CUSTOM);
    }

    /** Refuses an option that was given although it says nothing about the task. */
    void refuse(CommandLine command, String option, boolean given) {
        if (given) {
            throw new ParameterException(
                    command,
                    option + " says nothing about the task " + task + ": leave it out, or give another --task");
        }
    }

    /** σ of the noise in [−1, 1] units: as given, else what the task is about. */
    double sigma() {
        return sigmaY.orElse(TaskDefaults.sigma(task));
    }

    /** How many times larger the task makes a picture. */
    int scale() {
        return task == Task.SR4 ? 4 : scale.orElse(Recipe.SCALE);
    }

    OptionalDouble blur() {
        return blurSigma.map(OptionalDouble::of).orElse(OptionalDouble.empty());
    }
}
