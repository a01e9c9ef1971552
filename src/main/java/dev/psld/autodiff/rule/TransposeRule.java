package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;
import java.util.stream.IntStream;

/** Permuted axes: x̄ is ȳ with the inverse permutation. */
final class TransposeRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Transpose");
    }

    @Override
    public void pull(Pullback p) {
        int rank = p.xShape().rank();
        long[] reversed = IntStream.range(0, rank).mapToLong(i -> rank - 1 - i).toArray();
        long[] perm = p.attributes().integers("perm").orElse(reversed);
        int[] inverse = new int[rank];
        for (int i = 0; i < rank; i++) {
            inverse[(int) perm[i]] = i;
        }
        p.accumulate(0, p.transpose(p.cotangent(), inverse));
    }
}
