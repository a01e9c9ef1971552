package dev.psld.cli;

import dev.psld.parameter.Parameter;
import dev.psld.parameter.Parameters;
import dev.psld.picture.Feather;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How the edge of a mask fades into the photo. Filled by picocli. */
final class FeatherOptions {
    @Option(
            names = "--feather-size",
            paramLabel = "N",
            converter = ParameterConverters.FeatherSize.class,
            description = "${bundle:parameter.featherSize} Without it three standard deviations to each side.")
    private Optional<Integer> size = Optional.empty();

    @Option(
            names = "--feather-sigma",
            paramLabel = "S",
            converter = ParameterConverters.FeatherSigma.class,
            description = "${bundle:parameter.featherSigma} Without it a sixth of the size.")
    private Optional<Double> sigma = Optional.empty();

    /** Refuses what the task would not look at, and what is out of range. */
    void require(CommandLine command, TaskOptions task) {
        boolean masked = task.task.masked();
        task.refuse(command, "--feather-size", size.isPresent() && !masked);
        task.refuse(command, "--feather-sigma", sigma.isPresent() && !masked);
        size.ifPresent(value -> check(command, Parameters.FEATHER_SIZE, value));
        sigma.ifPresent(value -> check(command, Parameters.FEATHER_SIGMA, value));
    }

    private static void check(CommandLine command, Parameter parameter, double value) {
        try {
            parameter.check(value);
        } catch (IllegalArgumentException e) {
            String rest =
                    String.valueOf(e.getMessage()).substring(parameter.name().length());
            throw new ParameterException(command, "--" + parameter.option() + rest, e);
        }
    }

    Feather feather() {
        return Feather.of(
                size.map(OptionalInt::of).orElse(OptionalInt.empty()),
                sigma.map(OptionalDouble::of).orElse(OptionalDouble.empty()));
    }
}
