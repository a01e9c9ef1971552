package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.autodiff.rule.part.Scatter;
import dev.psld.graph.Attributes;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.util.Arrays;
import java.util.List;

/** Slices chosen by index tuples: ȳ is added back where each came from. */
final class GatherNdRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("GatherND");
    }

    @Override
    public void pull(Pullback p) {
        int batch = Math.toIntExact(p.attributes().integer("batch_dims", 0));
        int depth = batch + Math.toIntExact(p.xShape(1).dim(-1));
        String tuples = tuples(p, batch);
        if (Scatter.adds(p)) {
            Attributes add = Attributes.of("reduction", "add");
            p.accumulate(0, p.emit("ScatterND", add, p.filled(p.xShape(), 0), tuples, p.cotangent()));
            return;
        }
        long[] named = Arrays.copyOf(p.xShape().toArray(), depth);
        long rows = Arrays.stream(named).reduce(1, (a, b) -> a * b);
        long count = p.xShape(1).size() / p.xShape(1).dim(-1);
        Shape entries = Shape.of(1, count, p.xShape().size() / rows);
        String back = Scatter.along(p, p.reshape(p.cotangent(), entries), entries, rows(p, tuples, named), rows);
        p.accumulate(0, p.reshape(back, p.xShape()));
    }

    /** The tuples as numbers of rows in the array whose named axes are made one. */
    private static String rows(Pullback p, String tuples, long[] named) {
        long[] strides = new long[named.length];
        long stride = 1;
        for (int i = named.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= named[i];
        }
        String forward = p.emit("Mod", tuples, p.vector(named));
        return p.sum(p.mul(forward, p.vector(strides)), p.xShape(1).rank() - 1);
    }

    /** The index tuples with the places in the batch axes written out. */
    private static String tuples(Pullback p, int batch) {
        if (batch == 0) {
            return p.x(1);
        }
        Shape indices = p.xShape(1);
        Shape shape = indices.with(-1, batch);
        long each = indices.size() / indices.dim(-1);
        long[] places = new long[Math.toIntExact(each * batch)];
        for (int i = 0; i < each; i++) {
            long rest = i;
            for (int axis = indices.rank() - 2; axis >= 0; axis--) {
                if (axis < batch) {
                    places[i * batch + axis] = rest % indices.dim(axis);
                }
                rest /= indices.dim(axis);
            }
        }
        return p.concat(indices.rank() - 1, List.of(p.constant(Tensor.longs(shape, places)), p.x(1)));
    }
}
