package dev.psld.cli;

import dev.psld.restore.RequestedPlugIns;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What is done to a step of a method with latents besides. Filled by picocli. */
final class PlugInOptions {
    @Option(
            names = "--polish",
            paramLabel = "N",
            converter = ParameterConverters.Polish.class,
            description = "${bundle:parameter.polish}")
    Optional<Integer> polish = Optional.empty();

    @Option(
            names = "--state-gradient",
            paramLabel = "T",
            converter = ParameterConverters.StateGradient.class,
            description = "${bundle:parameter.stateGradient}")
    Optional<Double> stateGradient = Optional.empty();

    @Option(
            names = "--attention",
            paramLabel = "S",
            converter = ParameterConverters.Attention.class,
            description = "${bundle:parameter.attention}")
    Optional<Double> attention = Optional.empty();

    @Option(
            names = "--full-decoder-steps",
            paramLabel = "N",
            converter = Converters.StepsOrAll.class,
            description = "${bundle:parameter.fullDecoderSteps} The word all for every step.")
    Optional<Integer> fullDecoderSteps = Optional.empty();

    RequestedPlugIns requested() {
        return new RequestedPlugIns(
                polish.map(OptionalInt::of).orElse(OptionalInt.empty()),
                stateGradient.map(OptionalDouble::of).orElse(OptionalDouble.empty()),
                attention.map(OptionalDouble::of).orElse(OptionalDouble.empty()),
                fullDecoderSteps.map(OptionalInt::of).orElse(OptionalInt.empty()));
    }

    /** Refuses what one graph a step cannot do. */
    void requireStepsInParts(CommandLine command) {
        stateGradient.ifPresent(given -> refuseInOneGraph(command, "--state-gradient"));
        attention.ifPresent(given -> refuseInOneGraph(command, "--attention"));
        fullDecoderSteps
                .filter(steps -> steps != RequestedPlugIns.ALL_STEPS)
                .ifPresent(given -> refuseInOneGraph(command, "--full-decoder-steps"));
    }

    private static void refuseInOneGraph(CommandLine command, String option) {
        throw new ParameterException(
                command,
                "--engine fused makes a step as one graph, which knows no " + option + ": leave one of them out");
    }

    /** Names the first option that says nothing without latents, if any was given. */
    void requireLatents(Consumer<String> refuse) {
        polish.ifPresent(given -> refuse.accept("--polish"));
        stateGradient.ifPresent(given -> refuse.accept("--state-gradient"));
        attention.ifPresent(given -> refuse.accept("--attention"));
        fullDecoderSteps.ifPresent(given -> refuse.accept("--full-decoder-steps"));
    }
}
