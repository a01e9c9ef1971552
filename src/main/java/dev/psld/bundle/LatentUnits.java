package dev.psld.bundle;

import dev.psld.derive.ModelException;
import dev.psld.graph.Attributes;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Inline;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import java.util.Map;

/** A decoder made to take the latents of another one: all decoders of a bundle take the same. Stateless. */
final class LatentUnits {
    private LatentUnits() {}

    /**
     * The graph of one input by {@code factor} times that.
     *
     * @param graph takes one latent
     */
    static Graph taking(Graph graph, double factor) {
        if (graph.inputs().size() != 1) {
            throw new ModelException(Role.GUIDE_DECODER + ".onnx takes "
                    + graph.inputs().size() + " inputs, where a decoder takes one latent: export it with that alone");
        }
        if (factor == 1) {
            return graph;
        }
        GraphBuilder builder = new GraphBuilder(graph.name(), graph.opset());
        graph.opsets().forEach(builder::opset);
        Value latent = graph.inputs().get(0);
        builder.input(latent);
        String scaled = builder.emit("Mul", latent.name(), builder.constant(Tensor.scalar(latent.type(), factor)));
        Map<String, String> made = Inline.into(builder, graph, Map.of(latent.name(), scaled));
        for (Value output : graph.outputs()) {
            builder.emitAs(output.name(), "Identity", Attributes.NONE, made.getOrDefault(output.name(), ""));
            builder.output(output.name(), output.type(), -1);
        }
        return builder.build();
    }
}
