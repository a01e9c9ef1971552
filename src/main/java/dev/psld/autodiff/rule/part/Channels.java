package dev.psld.autodiff.rule.part;

import dev.psld.autodiff.Pullback;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.util.Arrays;
import java.util.Optional;

/** Vectors with one number a channel, applied along axis 1. Stateless. */
public final class Channels {
    private Channels() {}

    /** The value times the channels' factors; the value itself where these are known to be all one. */
    public static String scaled(Pullback p, String value, String factors, Optional<Tensor> known, int rank) {
        boolean one = known.filter(t -> Arrays.stream(t.toDoubles()).allMatch(v -> v == 1))
                .isPresent();
        return one ? value : p.mul(value, column(p, factors, rank));
    }

    /** A vector shaped so that it stretches along every axis but the channels' in a value of this rank. */
    public static String column(Pullback p, String vector, int rank) {
        long[] dims = new long[rank - 1];
        Arrays.fill(dims, 1);
        dims[0] = -1;
        return p.reshape(vector, Shape.of(dims));
    }
}
