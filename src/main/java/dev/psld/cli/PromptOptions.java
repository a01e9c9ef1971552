package dev.psld.cli;

import dev.psld.restore.RequestedPrompt;
import dev.psld.sampler.Prompt;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/** What a model that takes texts is told. Filled by picocli. */
final class PromptOptions {
    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            description = "What the picture shows, in words: for models that take texts.")
    Optional<String> prompt = Optional.empty();

    @Option(names = "--negative", paramLabel = "TEXT", description = "What it does not show.")
    Optional<String> negative = Optional.empty();

    @Option(
            names = "--guidance",
            paramLabel = "W",
            converter = ParameterConverters.Guidance.class,
            description = "${bundle:parameter.guidance}")
    Optional<Double> guidance = Optional.empty();

    @Option(
            names = "--guidance-kind",
            paramLabel = "K",
            converter = Converters.GuidanceKind.class,
            completionCandidates = Converters.GuidanceKind.class,
            description = "cfg (default), or cfg++: with W from 0 to 1, for fewer steps.")
    Optional<Prompt.Kind> kind = Optional.empty();

    RequestedPrompt requested() {
        return new RequestedPrompt(
                prompt, negative, guidance.map(OptionalDouble::of).orElse(OptionalDouble.empty()), kind);
    }
}
