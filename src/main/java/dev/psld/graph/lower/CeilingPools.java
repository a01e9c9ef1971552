package dev.psld.graph.lower;

import dev.psld.graph.Attributes;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Node;
import dev.psld.graph.Shape;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Poolings in ceiling mode whose last window would start in the padding behind the input: that window does not count
 * (pooling operators since opset 22, and every kernel), but shape inference of older opsets counts it. Stateless.
 *
 * <p>They are written so that ceiling mode finds nothing to round up on such an axis: with the end of its padding, which no
 * window reaches, cut off; or without ceiling mode where no other axis needs it.
 */
public final class CeilingPools {
    private static final Set<String> OPS = Set.of("AveragePool", "LpPool", "MaxPool");

    private CeilingPools() {}

    /**
     * The graph with such poolings written anew; empty where it has none. Shapes behind them are then to be inferred
     * again, and the result looked at again.
     */
    public static Optional<Graph> settled(Graph graph) {
        GraphBuilder builder = new GraphBuilder(graph.name(), graph.opset());
        graph.opsets().forEach(builder::opset);
        graph.inputs().forEach(builder::input);
        graph.constants().forEach(builder::constant);
        boolean changed = false;
        for (Node node : graph.nodes()) {
            Optional<Attributes> settled =
                    OPS.contains(node.op()) && node.attributes().integer("ceil_mode", 0) != 0
                            ? settled(node.attributes(), graph.shape(node.input(0)))
                            : Optional.empty();
            changed |= settled.isPresent();
            builder.add(new Node(
                    node.name(),
                    node.op(),
                    node.domain(),
                    node.inputs(),
                    node.outputs(),
                    settled.orElse(node.attributes())));
        }
        // What was inferred of outputs behind a pooling is wrong too.
        graph.outputs().forEach(o -> builder.output(o.name(), o.type(), -1));
        return changed ? Optional.of(builder.build()) : Optional.empty();
    }

    private static Optional<Attributes> settled(Attributes attributes, Shape in) {
        long[] kernel = attributes.integers("kernel_shape").orElse(new long[0]);
        int rank = kernel.length;
        long[] ones = new long[rank];
        Arrays.fill(ones, 1);
        long[] strides = attributes.integers("strides").orElse(ones);
        long[] dilations = attributes.integers("dilations").orElse(ones);
        long[] pads = attributes.integers("pads").orElse(new long[2 * rank]).clone();
        if (!attributes.text("auto_pad", "NOTSET").equals("NOTSET")) {
            return Optional.empty();
        }
        boolean changed = false;
        boolean rounds = false;
        boolean fits = true;
        for (int i = 0; i < rank; i++) {
            long size = in.dim(2 + i);
            long reach = size + pads[i] + pads[rank + i] - dilations[i] * (kernel[i] - 1) - 1;
            long rest = Math.floorMod(reach, strides[i]);
            boolean starts = (reach / strides[i] + 1) * strides[i] < size + pads[i];
            if (rest > 0 && starts) {
                rounds = true;
            } else if (rest > 0) {
                changed = true;
                fits &= pads[rank + i] >= rest;
                pads[rank + i] -= rest;
            }
        }
        if (!changed || (rounds && !fits)) {
            return Optional.empty();
        }
        return Optional.of(rounds ? attributes.with("pads", pads) : attributes.without("ceil_mode"));
    }
}
