package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.graph.Attributes;
import java.util.List;
import java.util.stream.IntStream;

/** Concatenation: each part gets its piece of ȳ; one Split when all parts want theirs. */
final class ConcatRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Concat");
    }

    @Override
    public void pull(Pullback p) {
        int axis = p.axis("axis", 0, p.yShape().rank());
        int count = p.node().inputs().size();
        long[] sizes =
                IntStream.range(0, count).mapToLong(i -> p.xShape(i).dim(axis)).toArray();
        if (count > 1 && IntStream.range(0, count).allMatch(p::isActive)) {
            List<String> parts = p.opset() >= 13
                    ? p.emitMany("Split", count, Attributes.of("axis", axis), p.cotangent(), p.vector(sizes))
                    : p.emitMany("Split", count, Attributes.of("axis", axis, "split", sizes), p.cotangent());
            IntStream.range(0, count).forEach(i -> p.accumulate(i, parts.get(i)));
            return;
        }
        long start = 0;
        for (int i = 0; i < count; i++) {
            if (p.isActive(i)) {
                p.accumulate(i, p.slice(p.cotangent(), axis, start, start + sizes[i]));
            }
            start += sizes[i];
        }
    }
}
