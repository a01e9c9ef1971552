package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.graph.Shape;
import java.util.List;
import java.util.stream.IntStream;

/** Entries that a constant condition chooses: ȳ is put back where each came from. */
final class CompressRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Compress");
    }

    @Override
    public void pull(Pullback p) {
        double[] condition = p.constant(1).orElseThrow(() -> p.computed(1)).toDoubles();
        long[] chosen = IntStream.range(0, condition.length)
                .filter(i -> condition[i] != 0)
                .asLongStream()
                .toArray();
        p.expand(e -> {
            boolean flat = !p.attributes().has("axis");
            String x = flat ? e.reshape(p.x(), Shape.of(p.xShape().size())) : p.x();
            return List.of(e.gather(x, flat ? 0 : p.axis("axis", 0, p.xShape().rank()), e.vector(chosen)));
        });
    }
}
