package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.graph.Attributes;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.util.List;

/** Slices chosen by index tuples: ȳ is added back where each came from. */
final class GatherNdRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("GatherND");
    }

    @Override
    public void pull(Pullback p) {
        Scatter.requireAddition(p);
        Attributes add = Attributes.of("reduction", "add");
        p.accumulate(0, p.emit("ScatterND", add, p.filled(p.xShape(), 0), tuples(p), p.cotangent()));
    }

    /** The index tuples with the places in the batch axes written out, which ScatterND needs. */
    private static String tuples(Pullback p) {
        int batch = Math.toIntExact(p.attributes().integer("batch_dims", 0));
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
