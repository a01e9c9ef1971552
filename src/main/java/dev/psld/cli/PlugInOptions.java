package dev.psld.cli;

import dev.psld.restore.RequestedPlugIns;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What is added to the steps of a method with latents, or left out of them. Filled by picocli. */
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
            names = "--guide-every",
            paramLabel = "K",
            converter = ParameterConverters.GuideEvery.class,
            description = "${bundle:parameter.guideEvery}")
    Optional<Integer> guideEvery = Optional.empty();

    @Option(
            names = "--jacobian-free",
            paramLabel = "P",
            converter = ParameterConverters.JacobianFree.class,
            description = "${bundle:parameter.jacobianFree}")
    Optional<Double> jacobianFree = Optional.empty();

    @Option(
            names = "--full-decoder-steps",
            paramLabel = "N",
            converter = Converters.StepsOrAll.class,
            description = "${bundle:parameter.fullDecoderSteps} The word all for every step.")
    Optional<Integer> fullDecoderSteps = Optional.empty();

    RequestedPlugIns requested() {
        return new RequestedPlugIns(
                whole(polish),
                number(stateGradient),
                number(attention),
                whole(guideEvery),
                number(jacobianFree),
                whole(fullDecoderSteps));
    }

    private static OptionalInt whole(Optional<Integer> given) {
        return given.map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    private static OptionalDouble number(Optional<Double> given) {
        return given.map(OptionalDouble::of).orElse(OptionalDouble.empty());
    }

    /** Refuses what one graph a step cannot do. */
    void requireStepsInParts(CommandLine command) {
        withinSteps().findFirst().ifPresent(option -> {
            throw new ParameterException(
                    command,
                    "--engine fused makes a step as one graph, which knows no " + option + ": leave one of them out");
        });
    }

    /** Names the first option that says nothing without latents, if any was given. */
    void requireLatents(Consumer<String> refuse) {
        polish.ifPresent(given -> refuse.accept("--polish"));
        withinSteps().findFirst().ifPresent(refuse);
        fullDecoderSteps.ifPresent(given -> refuse.accept("--full-decoder-steps"));
    }

    /** The options given that change a step itself. */
    private Stream<String> withinSteps() {
        return Stream.of(
                        stateGradient.map(given -> "--state-gradient"),
                        attention.map(given -> "--attention"),
                        guideEvery.map(given -> "--guide-every"),
                        jacobianFree.map(given -> "--jacobian-free"),
                        fullDecoderSteps
                                .filter(steps -> steps != RequestedPlugIns.ALL_STEPS)
                                .map(given -> "--full-decoder-steps"))
                .flatMap(Optional::stream);
    }
}
