package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.graph.Attributes;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.util.List;
import java.util.stream.LongStream;

/** Entries written into a cache from a place on, in a line or in a ring: they get ȳ from there, the cache gets ȳ elsewhere. */
final class TensorScatterRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("TensorScatter");
    }

    @Override
    public void pull(Pullback p) {
        Shape cache = p.xShape(0);
        Shape update = p.xShape(1);
        int axis = p.axis("axis", -2, cache.rank());
        long[] steps = LongStream.range(0, update.dim(axis)).toArray();
        Shape column = Shape.of(LongStream.range(0, cache.rank())
                .map(i -> i == axis ? steps.length : 1)
                .toArray());
        boolean ring = p.attributes().text("mode", "linear").equals("circular");
        p.settle(2);
        p.expand(e -> {
            String places = e.constant(Tensor.longs(column, steps));
            if (p.node().hasInput(2)) {
                Shape batch = Shape.of(LongStream.range(0, cache.rank())
                        .map(i -> i == 0 ? cache.dim(0) : 1)
                        .toArray());
                places = e.add(places, e.reshape(p.x(2), batch));
            }
            if (ring) {
                places = e.emit("Mod", places, e.vector(cache.dim(axis)));
            }
            Attributes along = Attributes.of("axis", axis);
            return List.of(e.emit("ScatterElements", along, p.x(0), e.expand(places, update), p.x(1)));
        });
    }
}
