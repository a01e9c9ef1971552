package dev.psld.diffusers;

import dev.psld.derive.Preparation;
import dev.psld.graph.Graph;
import dev.psld.graph.Shape;
import dev.psld.graph.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A decoder: what it takes is factor·{@code z} + shift, {@code z} a latent of the bundle; it gives a picture {@code x}. Immutable. */
record DecoderNet(SourceNet net, double factor, double shift) {
    /** Latents of a side at which the size of its pictures is looked up. */
    private static final long PROBE = 8;

    /** Channels of a latent. */
    long channels(CodecConfig config) {
        return net.channels(input())
                .or(() -> config.channels().map(Integer::longValue))
                .orElseThrow(() -> net.fault(
                        "does not tell the channels of a latent: put the autoencoder’s config.json beside it"));
    }

    /** Pixels of a latent’s side. */
    long factor(CodecConfig config, long channels, Preparation preparation) {
        return config.factor().map(Integer::longValue).orElseGet(() -> {
            Graph small = preparation.prepare(graph(Shape.of(1, channels, PROBE, PROBE), preparation));
            return small.outputs().get(0).shape().dim(2) / PROBE;
        });
    }

    Graph graph(Shape latent, Preparation preparation) {
        Value input = input();
        net.requireNoOther(List.of(input.name()));
        Graph fixed = net.fixed(Map.of(input.name(), latent), preparation);
        String output = net.output("sample", "x", "image")
                .or(() -> fixed.outputs().size() == 1
                        ? Optional.of(fixed.outputs().get(0))
                        : Optional.empty())
                .map(Value::name)
                .orElseThrow(
                        () -> net.fault("has no output “sample”: export the decoder with its picture under this name"));
        Boundary boundary = new Boundary("decoder", fixed);
        String z = boundary.shifted(boundary.scaled(boundary.input("z", latent), factor), shift);
        Map<String, String> made = boundary.put(fixed, Map.of(input.name(), Boundary.Fed.floats(z, latent)));
        return boundary.output("x", made.getOrDefault(output, "")).build();
    }

    private Value input() {
        return net.input("latent_sample", "latent", "z", "sample")
                .or(() -> net.inputs().size() == 1 ? Optional.of(net.inputs().get(0)) : Optional.empty())
                .orElseThrow(() ->
                        net.fault("has no input “latent_sample”: export the decoder with its latent under this name"));
    }
}
