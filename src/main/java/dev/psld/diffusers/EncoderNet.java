package dev.psld.diffusers;

import dev.psld.derive.Preparation;
import dev.psld.graph.DeadCode;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.RandomNodes;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The autoencoder's encoder: picture {@code x} to {@code mean} − shift and {@code logvar}, however it was exported: with both in
 * one output, the mean alone, or a latent that is drawn. Immutable.
 */
record EncoderNet(SourceNet net, double shift, long channels) {
    /** Where diffusers keeps a log-variance. */
    private static final double LEAST = -30;

    private static final double MOST = 20;

    Graph graph(Shape image, Preparation preparation) {
        Value input = net.input("sample", "x", "pixel_values", "input")
                .or(() -> net.inputs().size() == 1 ? Optional.of(net.inputs().get(0)) : Optional.empty())
                .orElseThrow(
                        () -> net.fault("has no input “sample”: export the encoder with its picture under this name"));
        net.requireNoOther(List.of(input.name()));
        Graph fixed = net.fixed(Map.of(input.name(), image), preparation);
        Optional<String> logvar = net.output("logvar", "log_var").map(Value::name);
        String output = net.output("latent_parameters", "latent_sample", "mean")
                .or(() -> fixed.outputs().size() == 1
                        ? Optional.of(fixed.outputs().get(0))
                        : Optional.empty())
                .map(Value::name)
                .orElseThrow(() -> net.fault("has no output “latent_parameters” or “latent_sample”: export the encoder"
                        + " with one of them"));
        if (RandomNodes.behind(fixed, List.of(output)).isPresent()) {
            return drawn(fixed, input.name(), output, image);
        }
        Graph used = keeping(fixed, logvar.isPresent() ? List.of(output, logvar.get()) : List.of(output));
        Boundary boundary = new Boundary("encoder", used);
        Map<String, String> made =
                boundary.put(used, Map.of(input.name(), Boundary.Fed.floats(boundary.input("x", image), image)));
        String value = made.getOrDefault(output, "");
        if (logvar.isPresent()) {
            return boundary.output("mean", boundary.shifted(value, -shift))
                    .output("logvar", made.getOrDefault(logvar.get(), ""))
                    .build();
        }
        long given = net.channels(output).orElse(channels);
        if (given == channels) {
            return boundary.output("mean", boundary.shifted(value, -shift)).build();
        }
        if (given != 2 * channels) {
            throw net.fault("gives " + given + " channels, where the decoder takes latents of " + channels
                    + ": these are parts of different models, export both from one");
        }
        GraphBuilder builder = boundary.builder();
        String first = slice(builder, value, 0, channels);
        String second = slice(builder, value, channels, 2 * channels);
        String clipped = builder.emit(
                "Clip",
                second,
                builder.constant(Tensor.scalar(ElementType.FLOAT, LEAST)),
                builder.constant(Tensor.scalar(ElementType.FLOAT, MOST)));
        return boundary.output("mean", boundary.shifted(first, -shift))
                .output("logvar", clipped)
                .build();
    }

    private Graph drawn(Graph fixed, String input, String output, Shape image) {
        SampledPosterior posterior = SampledPosterior.of(fixed, output)
                .orElseThrow(() -> net.fault("draws random numbers ("
                        + RandomNodes.behind(fixed, List.of(output))
                                .orElseThrow()
                                .label()
                        + ") and not as mean + deviation·noise, so that they cannot be cut off: export the encoder with"
                        + " latent_dist.parameters in place of a sample"));
        List<String> kept = posterior
                .logvar()
                .map(logvar -> List.of(posterior.mean(), logvar))
                .orElse(List.of(posterior.mean()));
        Graph used = keeping(fixed, kept);
        Boundary boundary = new Boundary("encoder", used);
        Map<String, String> made =
                boundary.put(used, Map.of(input, Boundary.Fed.floats(boundary.input("x", image), image)));
        boundary.output("mean", boundary.shifted(made.getOrDefault(posterior.mean(), ""), -shift));
        posterior.logvar().ifPresent(logvar -> boundary.output("logvar", made.getOrDefault(logvar, "")));
        return boundary.build();
    }

    /** The graph with these values as its outputs, and what they need. */
    private static Graph keeping(Graph graph, List<String> values) {
        GraphBuilder builder = graph.toBuilder().clearOutputs();
        values.forEach(name -> builder.output(name, ElementType.FLOAT, -1));
        return DeadCode.prune(builder.build());
    }

    private static String slice(GraphBuilder builder, String value, long from, long to) {
        return builder.emit("Slice", value, builder.vector(from), builder.vector(to), builder.vector(1));
    }
}
