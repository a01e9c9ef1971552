package dev.psld.autodiff.reference;

import java.util.Arrays;
import java.util.List;

/** Losses of classes, and norms. Stateless. */
final class LossKernels {
    private LossKernels() {}

    static void register(ReferenceInterpreter.Registry r) {
        r.put("NegativeLogLikelihoodLoss", c -> loss(c, c.in(0)));
        r.put("LpNormalization", c -> {
            Array x = c.in(0);
            int axis = Call.axes(new int[] {c.integer("axis", -1)}, x.rank())[0];
            boolean one = c.integer("p", 2) == 1;
            Array norms = ReductionKernels.along(
                    x,
                    new int[] {axis},
                    true,
                    v -> one
                            ? Arrays.stream(v).map(Math::abs).sum()
                            : Math.sqrt(Arrays.stream(v).map(e -> e * e).sum()));
            return x.with(norms, (a, b) -> b == 0 ? 0 : a / b);
        });
        r.put("GlobalLpPool", c -> {
            double p = c.integer("p", 2);
            return ReductionKernels.along(
                    c.in(0),
                    Call.range(2, c.in(0).rank()),
                    true,
                    v -> Math.pow(
                            Arrays.stream(v).map(e -> Math.pow(Math.abs(e), p)).sum(), 1 / p));
        });
        r.put("MeanVarianceNormalization", c -> {
            Array x = c.in(0);
            int[] axes = Call.axes(c.ints("axes", new int[] {0, 2, 3}), x.rank());
            Array mean = ReductionKernels.along(x, axes, true, v -> ReductionKernels.sum(v) / v.length);
            Array centred = x.with(mean, (a, b) -> a - b);
            Array deviation = ReductionKernels.along(
                    centred,
                    axes,
                    true,
                    v -> Math.sqrt(Arrays.stream(v).map(e -> e * e).sum() / v.length));
            return centred.with(deviation, (a, b) -> a / (b + 1e-9));
        });
    }

    static List<Array> crossEntropy(Call c) {
        Array x = c.in(0);
        Array sums = ReductionKernels.along(
                x,
                new int[] {1},
                true,
                v -> Math.log(Arrays.stream(v).map(Math::exp).sum()));
        Array logs = x.with(sums, (a, b) -> a - b);
        return List.of(loss(c, logs), logs);
    }

    private static Array loss(Call c, Array logs) {
        int ignored = c.integer("ignore_index", Integer.MIN_VALUE);
        double[] weights = {0};
        Array each = Array.build(logs.type(), c.in(1).dims(), p -> {
            int label = (int) c.in(1).at(p);
            if (label == ignored) {
                return 0;
            }
            int[] at = new int[p.length + 1];
            at[0] = p[0];
            at[1] = label;
            System.arraycopy(p, 1, at, 2, p.length - 1);
            double weight = c.optional(2).map(w -> w.values()[label]).orElse(1.0);
            weights[0] += weight;
            return -weight * logs.at(at);
        });
        String reduction = c.attributes().text("reduction", "mean");
        if (reduction.equals("none")) {
            return each;
        }
        double sum = Arrays.stream(each.values()).sum();
        return new Array(logs.type(), new int[0], new double[] {reduction.equals("sum") ? sum : sum / weights[0]});
    }
}
