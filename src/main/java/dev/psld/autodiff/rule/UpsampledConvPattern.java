package dev.psld.autodiff.rule;

import dev.psld.autodiff.Fusion;
import dev.psld.autodiff.Pattern;
import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.autodiff.Uses;
import dev.psld.autodiff.rule.part.FlippedWeight;
import dev.psld.autodiff.rule.part.Resampling;
import dev.psld.autodiff.rule.part.Window;
import dev.psld.graph.Attributes;
import dev.psld.graph.Graph;
import dev.psld.graph.Node;
import dev.psld.graph.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Nearest enlargement by whole factors f and a convolution behind it: the pullback of both is one convolution of ȳ with
 * stride f, whose kernel is the flipped weight summed over f×f windows. For f = 2 and a 3×3 kernel that is half the work
 * of the two pullbacks apart.
 */
final class UpsampledConvPattern implements Pattern, Rule {
    private static final long MANY_CHANNELS = 16;

    @Override
    public Optional<Fusion> endingAt(Node last, Uses uses) {
        Graph graph = uses.graph();
        if (!last.op().equals("Conv")
                || !graph.isFixed(last.input(1))
                || graph.shape(last.input(1)).rank() != 4) {
            return Optional.empty();
        }
        return uses.inner(last.input(0), "Resize")
                .filter(n -> ResizeRule.computed(graph, n).isEmpty())
                .filter(n -> ResizeRule.maps(graph, n).stream().allMatch(Resampling::repeats))
                .flatMap(n -> fusion(graph, n, last));
    }

    private Optional<Fusion> fusion(Graph graph, Node resize, Node conv) {
        Shape small = graph.shape(resize.input(0));
        Shape large = graph.shape(resize.output());
        long[] factors = {large.dim(2) / small.dim(2), large.dim(3) / small.dim(3)};
        Window window = window(graph, conv, large);
        boolean fits = small.dim(0) == large.dim(0)
                && small.dim(1) == large.dim(1)
                && small.dim(1) >= MANY_CHANNELS
                && window.hasUnitStride()
                && Arrays.stream(window.dilations()).allMatch(d -> d == 1)
                && Arrays.stream(window.flippedPads()).allMatch(q -> q >= 0);
        if (!fits) {
            return Optional.empty();
        }
        Attributes attributes = Attributes.of(
                "factors", factors,
                "pads", window.flippedPads(),
                "group", conv.attributes().integer("group", 1));
        Node as = Fusion.as("UpsampledConv", attributes, conv, resize.input(0), conv.input(1));
        return Optional.of(new Fusion(List.of(resize, conv), as, this));
    }

    private static Window window(Graph graph, Node conv, Shape in) {
        long[] kernel = Arrays.copyOfRange(graph.shape(conv.input(1)).toArray(), 2, 4);
        return Window.of(conv.attributes(), kernel, in, graph.shape(conv.output()));
    }

    @Override
    public List<String> ops() {
        return List.of();
    }

    @Override
    public void pull(Pullback p) {
        long[] factors = p.attributes().integers("factors").orElseThrow();
        long[] pads = p.attributes().integers("pads").orElseThrow();
        long groups = p.attributes().integer("group", 1);
        long high = factors[0] - 1;
        long wide = factors[1] - 1;
        Attributes windows = Attributes.of(
                "kernel_shape", factors, "pads", new long[] {high, wide, high, wide}, "count_include_pad", 1);
        String mean = p.emit("AveragePool", windows, FlippedWeight.of(p, p.x(1), p.xShape(1), groups));
        String kernel = p.mul(mean, (double) (factors[0] * factors[1]));
        Attributes strided = Attributes.of("strides", factors, "pads", pads, "group", groups);
        p.accumulate(0, p.emit("Conv", strided, p.cotangent(), kernel));
    }
}
