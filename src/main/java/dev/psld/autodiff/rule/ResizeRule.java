package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.graph.Attributes;
import dev.psld.graph.Graph;
import dev.psld.graph.Node;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
        List<Resampling> maps = maps(p.graph(), p.node());
        if (maps.stream().allMatch(Resampling::repeats)) {
            p.accumulate(0, x.equals(y) ? p.cotangent() : Blocks.sum(p, p.cotangent(), y, x));
            return;
        }
        String value = p.cotangent();
        Shape shape = y;
        for (int axis = x.rank() - 1; axis >= 0; axis--) {
            if (!maps.get(axis).isIdentity()) {
                value = transposed(p, value, shape, axis, maps.get(axis), x.dim(axis));
                shape = shape.with(axis, x.dim(axis));
            }
        }
        p.accumulate(0, value);
    }

    private static String transposed(Pullback p, String value, Shape shape, int axis, Resampling map, long in) {
        long out = shape.dim(axis);
        if (axis == shape.rank() - 1) {
            return p.matmul(value, p.constant(Shape.of(out, in), map.elements(false)));
        }
        String matrix = p.constant(Shape.of(in, out), map.elements(true));
        if (axis == shape.rank() - 2) {
            return p.matmul(matrix, value);
        }
        long after = LongStream.range(axis + 1, shape.rank())
                .map(i -> shape.dim((int) i))
                .reduce(1, (a, b) -> a * b);
        Shape apart = Shape.of(shape.size() / out / after, out, after);
        return p.reshape(p.matmul(matrix, p.reshape(value, apart)), shape.with(axis, in));
    }

    /** One map an axis, also for those that the node leaves alone. */
    static List<Resampling> maps(Graph graph, Node node) {
        Shape x = graph.shape(node.input(0));
        Shape y = graph.shape(node.output());
        Attributes attributes = node.attributes();
        long[] all = LongStream.range(0, x.rank()).toArray();
        int[] axes = Pullback.axes(attributes.integers("axes").orElse(all), x.rank());
        double[] roi = reals(graph, node.input(1));
        double[] scales = reals(graph, node.input(2));
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
                    scaled ? scales[at] : (double) out / in,
                    region ? roi[at] : 0,
                    region ? roi[axes.length + at] : 1));
        }
        return maps;
    }

    private static double[] reals(Graph graph, String name) {
        return graph.constant(name).map(Tensor::toDoubles).orElse(new double[0]);
    }

    private static int indexOf(int[] axes, int axis) {
        return Arrays.stream(axes).boxed().toList().indexOf(axis);
    }
}
