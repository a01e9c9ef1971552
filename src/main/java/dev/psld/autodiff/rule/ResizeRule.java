package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.autodiff.rule.part.AxisMatrix;
import dev.psld.autodiff.rule.part.Blocks;
import dev.psld.autodiff.rule.part.OpenResampling;
import dev.psld.autodiff.rule.part.Resampling;
import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.Node;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Resize in every mode. It is linear and separable: the pullback multiplies each axis by the transposed matrix of that
 * axis; copying each element k times is undone by summing blocks.
 */
final class ResizeRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Resize");
    }

    @Override
    public void pull(Pullback p) {
        Shape x = p.xShape();
        Shape y = p.yShape();
        computed(p.graph(), p.node()).ifPresent(i -> {
            throw p.computed(i);
        });
        List<Resampling> maps = maps(p.graph(), p.node());
        if (maps.stream().allMatch(Resampling::repeats)) {
            p.accumulate(0, x.equals(y) ? p.cotangent() : Blocks.sum(p, p.cotangent(), y, x));
            return;
        }
        String value = p.cotangent();
        Shape shape = y;
        for (int axis = x.rank() - 1; axis >= 0; axis--) {
            if (!maps.get(axis).isIdentity()) {
                value = p.isForAnySize() && p.type() != ElementType.DOUBLE
                        ? AxisMatrix.applied(p, value, shape, axis, x.dim(axis), open(p, axis))
                        : AxisMatrix.applied(
                                p,
                                value,
                                shape,
                                axis,
                                x.dim(axis),
                                maps.get(axis).transposed());
                shape = shape.with(axis, x.dim(axis));
            }
        }
        p.accumulate(0, value);
    }

    private static String open(Pullback p, int axis) {
        Shape x = p.xShape();
        long[] all = LongStream.range(0, x.rank()).toArray();
        int[] axes = Pullback.axes(p.attributes().integers("axes").orElse(all), x.rank());
        int at = indexOf(axes, axis);
        double[] scales = scales(p.graph(), p.node(), axes);
        double[] roi = reals(p.graph(), p.node().input(1));
        return OpenResampling.matrix(
                p,
                x.dim(axis),
                p.yShape().dim(axis),
                scales.length > 0 ? Optional.of((float) scales[at]) : Optional.empty(),
                roi.length > 0 ? Optional.of(new double[] {roi[at], roi[axes.length + at]}) : Optional.empty());
    }

    /** An input that decides about the map although its value is not known here; empty where all that do are constants. */
    static OptionalInt computed(Graph graph, Node node) {
        boolean crops = node.attributes()
                .text("coordinate_transformation_mode", "half_pixel")
                .equals("tf_crop_and_resize");
        boolean keepsAspect =
                !node.attributes().text("keep_aspect_ratio_policy", "stretch").equals("stretch");
        return IntStream.of(1, 2, 3)
                .filter(i -> i == 2 || (i == 1 ? crops : keepsAspect))
                .filter(node::hasInput)
                .filter(i -> graph.constant(node.input(i)).isEmpty())
                .findFirst();
    }

    /** One map an axis, also for those that the node leaves alone. */
    static List<Resampling> maps(Graph graph, Node node) {
        Shape x = graph.shape(node.input(0));
        Shape y = graph.shape(node.output());
        Attributes attributes = node.attributes();
        long[] all = LongStream.range(0, x.rank()).toArray();
        int[] axes = Pullback.axes(attributes.integers("axes").orElse(all), x.rank());
        double[] roi = reals(graph, node.input(1));
        double[] scales = scales(graph, node, axes);
        List<Resampling> maps = new ArrayList<>();
        for (int axis = 0; axis < x.rank(); axis++) {
            int at = indexOf(axes, axis);
            int in = Math.toIntExact(x.dim(axis));
            int out = Math.toIntExact(y.dim(axis));
            boolean scaled = at >= 0 && at < scales.length;
            boolean region = at >= 0 && roi.length == 2 * axes.length;
            maps.add(Resampling.of(
                    at >= 0 ? attributes : Attributes.NONE,
                    in,
                    out,
                    scaled ? (float) scales[at] : (float) out / in,
                    region ? (float) roi[at] : 0,
                    region ? (float) roi[axes.length + at] : 1));
        }
        return maps;
    }

    /** The scales as given; those that keep the aspect of sizes as given; empty where each is the quotient of the lengths. */
    private static double[] scales(Graph graph, Node node, int... axes) {
        double[] given = reals(graph, node.input(2));
        String policy = node.attributes().text("keep_aspect_ratio_policy", "stretch");
        if (given.length > 0 || policy.equals("stretch")) {
            return given;
        }
        double[] sizes = reals(graph, node.input(3));
        DoubleStream ratios = IntStream.range(0, sizes.length)
                .mapToDouble(i -> (float) sizes[i] / graph.shape(node.input(0)).dim(axes[i]));
        double common = (policy.equals("not_larger") ? ratios.min() : ratios.max()).orElse(1);
        double[] equal = new double[sizes.length];
        Arrays.fill(equal, common);
        return equal;
    }

    private static double[] reals(Graph graph, String name) {
        return graph.constant(name).map(Tensor::toDoubles).orElse(new double[0]);
    }

    private static int indexOf(int[] axes, int axis) {
        return Arrays.stream(axes).boxed().toList().indexOf(axis);
    }
}
