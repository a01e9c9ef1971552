package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.graph.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** Columns added up to an image: each column gets the elements of ȳ that it was added to. */
final class Col2ImRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Col2Im");
    }

    @Override
    public void pull(Pullback p) {
        long[] image = p.integers(1).orElseThrow();
        long[] block = p.integers(2).orElseThrow();
        int rank = image.length;
        long[] ones = LongStream.range(0, rank).map(i -> 1).toArray();
        long[] strides = p.attributes().integers("strides").orElse(ones);
        long[] dilations = p.attributes().integers("dilations").orElse(ones);
        long[] pads = p.attributes().integers("pads").orElse(new long[2 * rank]);
        Shape y = p.yShape();
        long[] padded = new long[rank];
        long[] counts = new long[rank];
        long[] before = new long[rank + 2];
        long[] after = new long[rank + 2];
        for (int i = 0; i < rank; i++) {
            before[2 + i] = pads[i];
            after[2 + i] = pads[rank + i];
            padded[i] = image[i] + pads[i] + pads[rank + i];
            counts[i] = (padded[i] - dilations[i] * (block[i] - 1) - 1) / strides[i] + 1;
        }
        long[] sources = {0};
        for (int i = 0; i < rank; i++) {
            sources = outer(sources, steps(block[i], dilations[i]), padded[i]);
        }
        long[] starts = {0};
        for (int i = 0; i < rank; i++) {
            starts = outer(starts, steps(counts[i], strides[i]), padded[i]);
        }
        long[] places = new long[sources.length * starts.length];
        for (int k = 0; k < places.length; k++) {
            places[k] = sources[k / starts.length] + starts[k % starts.length];
        }
        long pixels = Arrays.stream(padded).reduce(1, (a, b) -> a * b);
        String whole = p.reshape(p.pad(p.cotangent(), y, before, after), Shape.of(y.dim(0), y.dim(1), pixels));
        p.accumulate(0, p.reshape(p.gather(whole, 2, p.vector(places)), p.xShape()));
    }

    private static long[] steps(long count, long step) {
        return LongStream.range(0, count).map(i -> i * step).toArray();
    }

    /** Places in an array with one axis more. */
    private static long[] outer(long[] places, long[] along, long size) {
        return Arrays.stream(places)
                .flatMap(a -> Arrays.stream(along).map(b -> a * size + b))
                .toArray();
    }
}
