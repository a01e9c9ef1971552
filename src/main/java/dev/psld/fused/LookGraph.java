package dev.psld.fused;

import dev.psld.bundle.GraphEntry;
import dev.psld.bundle.Quantity;
import dev.psld.bundle.Role;
import dev.psld.graph.Shape;
import dev.psld.graph.Value;
import dev.psld.operator.Glue;
import dev.psld.operator.MeasurementOperator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Writes the graph that looks at a latent without moving it: {@code zt} in, {@code picture} = D(z/s) out, and Σ r² where
 * there is an operator. Stateless.
 */
final class LookGraph {
    static final String PICTURE = "picture";

    private LookGraph() {}

    static WeightedGraph of(BundleGraphs nets, Optional<MeasurementOperator> operator) {
        Assembly to = new Assembly("look", nets);
        String z = to.emit("Div", to.input(StepGraph.ZT, nets.latent()), to.scalar(nets.scale()));
        GraphEntry decoder = nets.declared(Role.DECODER);
        String x = Objects.requireNonNull(to.put(
                        nets.forward(Role.DECODER),
                        Map.of(decoder.input(Quantity.LATENT).name(), z))
                .get(decoder.output(Quantity.IMAGE).name()));
        to.output(PICTURE, nets.image(), x);
        operator.ifPresent(measured -> {
            WeightedGraph measure =
                    new WeightedGraph(Glue.of(measured, false, false).measure(), Map.of());
            Map<String, String> feeds = new HashMap<>(Map.of(MeasurementOperator.X, x));
            for (Value input : measure.graph().inputs()) {
                feeds.computeIfAbsent(input.name(), name -> to.input(name, input.shape()));
            }
            to.output(
                    StepGraph.RESIDUAL_SQUARED,
                    Shape.of(),
                    Objects.requireNonNull(to.put(measure, feeds).get(Glue.RESIDUAL_SQUARED)));
        });
        return to.build();
    }
}
