package dev.psld.autodiff.reference;

import dev.psld.autodiff.reference.ReferenceInterpreter.Registry;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/** Functions of all elements along some axes. Stateless. */
final class ReductionKernels {
    private ReductionKernels() {}

    static void register(Registry r) {
        put(r, "ReduceSum", v -> sum(v));
        put(r, "ReduceMean", v -> sum(v) / v.length);
        put(r, "ReduceMax", v -> Arrays.stream(v).max().orElseThrow());
        put(r, "ReduceMin", v -> Arrays.stream(v).min().orElseThrow());
        put(r, "ReduceProd", v -> Arrays.stream(v).reduce(1, (a, b) -> a * b));
        put(r, "ReduceL1", v -> Arrays.stream(v).map(Math::abs).sum());
        put(r, "ReduceL2", v -> Math.sqrt(Arrays.stream(v).map(e -> e * e).sum()));
        put(r, "ReduceLogSum", v -> Math.log(sum(v)));
        put(r, "ReduceLogSumExp", v -> Math.log(Arrays.stream(v).map(Math::exp).sum()));
        put(r, "ReduceSumSquare", v -> Arrays.stream(v).map(e -> e * e).sum());
        r.put("GlobalAveragePool", c -> along(c.in(0), spatial(c.in(0)), true, v -> sum(v) / v.length));
        r.put(
                "GlobalMaxPool",
                c -> along(
                        c.in(0),
                        spatial(c.in(0)),
                        true,
                        v -> Arrays.stream(v).max().orElseThrow()));
    }

    private static int[] spatial(Array x) {
        return Call.range(2, x.rank());
    }

    static double sum(double... v) {
        return Arrays.stream(v).sum();
    }

    private static void put(Registry r, String op, ToDoubleFunction<double[]> f) {
        r.put(op, c -> {
            Array x = c.in(0);
            int[] given = c.ints(1, "axes").orElse(new int[0]);
            int[] all = c.integer("noop_with_empty_axes", 0) != 0 ? new int[0] : Call.range(0, x.rank());
            int[] axes = given.length == 0 ? all : Call.axes(given, x.rank());
            return along(x, axes, c.integer("keepdims", 1) != 0, f);
        });
    }

    /** The function of each set of elements that differ only along the axes. */
    static Array along(Array x, int[] axes, boolean keep, ToDoubleFunction<double[]> f) {
        int[] kept = x.dims().clone();
        int count = 1;
        for (int axis : axes) {
            count *= x.dims()[axis];
            kept[axis] = 1;
        }
        int each = count;
        double[][] groups = new double[Array.size(kept)][each];
        int[] filled = new int[groups.length];
        Array places = new Array(x.type(), kept, new double[groups.length]);
        Array.build(x.type(), x.dims(), p -> {
            int[] at = p.clone();
            for (int axis : axes) {
                at[axis] = 0;
            }
            int g = places.index(at);
            groups[g][filled[g]++] = x.at(p);
            return 0;
        });
        double[] values = Arrays.stream(groups).mapToDouble(f).toArray();
        if (keep) {
            return new Array(x.type(), kept, values);
        }
        int[] rest = Call.range(0, x.rank());
        rest = Arrays.stream(rest)
                .filter(d -> Arrays.stream(axes).noneMatch(a -> a == d))
                .map(d -> x.dims()[d])
                .toArray();
        return new Array(x.type(), rest, values);
    }
}
