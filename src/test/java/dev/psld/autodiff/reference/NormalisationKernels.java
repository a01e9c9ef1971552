package dev.psld.autodiff.reference;

import dev.psld.autodiff.reference.ReferenceInterpreter.Registry;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Normalisations and softmax. Stateless. */
final class NormalisationKernels {
    private NormalisationKernels() {}

    static void register(Registry r) {
        r.put("InstanceNormalization", c -> {
            Array x = c.in(0);
            Array normal = normalised(x, Call.range(2, x.rank()), c.real("epsilon", 1e-5f), true);
            return affine(normal, c.in(1), c.in(2));
        });
        r.put("RMSNormalization", c -> {
            Array x = c.in(0);
            return normalised(x, last(c, x), c.real("epsilon", 1e-5f), false)
                    .as(c.in(1).type())
                    .with(c.in(1), (a, b) -> a * b);
        });
        r.put("GroupNormalization", c -> {
            Array x = c.in(0);
            int groups = c.integer("num_groups", 1);
            int channels = x.dims()[1];
            Array apart = x.shaped(x.dims()[0], groups, x.values().length / x.dims()[0] / groups);
            Array normal = normalised(apart, new int[] {2}, c.real("epsilon", 1e-5f), true)
                    .shaped(x.dims());
            int each = c.opset() < 21 ? channels / groups : 1;
            return Array.build(
                    x.type(),
                    x.dims(),
                    p -> normal.at(p) * c.in(1).values()[p[1] / each] + c.in(2).values()[p[1] / each]);
        });
        r.put("Softmax", c -> softmax(c));
        r.put("LogSoftmax", c -> softmax(c).map(Math::log));
        r.put("LRN", c -> {
            Array x = c.in(0);
            int size = c.integer("size", 1);
            double alpha = c.real("alpha", 1e-4f);
            double beta = c.real("beta", 0.75f);
            double bias = c.real("bias", 1);
            return Array.build(x.type(), x.dims(), p -> {
                double sum = 0;
                int[] q = p.clone();
                for (int d = -(size - 1) / 2; d <= size / 2; d++) {
                    q[1] = p[1] + d;
                    sum += q[1] >= 0 && q[1] < x.dims()[1] ? x.at(q) * x.at(q) : 0;
                }
                return x.at(p) / Math.pow(bias + alpha / size * sum, beta);
            });
        });
    }

    /** The normalised values; in training also the statistics that are carried on. */
    static List<Array> batch(Call c) {
        double epsilon = c.real("epsilon", 1e-5f);
        Array x = c.in(0);
        if (c.integer("training_mode", 0) == 0) {
            return List.of(Array.build(
                    x.type(),
                    x.dims(),
                    p -> (x.at(p) - c.in(3).values()[p[1]])
                                    / Math.sqrt(c.in(4).values()[p[1]] + epsilon)
                                    * c.in(1).values()[p[1]]
                            + c.in(2).values()[p[1]]));
        }
        int[] axes = IntStream.range(0, x.rank()).filter(i -> i != 1).toArray();
        double momentum = c.real("momentum", 0.9f);
        Array mean = ReductionKernels.along(x, axes, false, v -> ReductionKernels.sum(v) / v.length);
        Array squares = ReductionKernels.along(
                x, axes, false, v -> Arrays.stream(v).map(e -> e * e).sum() / v.length);
        Array variance = squares.with(mean, (q, m) -> q - m * m);
        return List.of(
                affine(normalised(x, axes, epsilon, true), c.in(1), c.in(2)),
                c.in(3).with(mean, (old, now) -> momentum * old + (1 - momentum) * now),
                c.in(4).with(variance, (old, now) -> momentum * old + (1 - momentum) * now));
    }

    /** The normalised values, the means, and one over each deviation. */
    static List<Array> layer(Call c) {
        Array x = c.in(0);
        double epsilon = c.real("epsilon", 1e-5f);
        Array normal = normalised(x, last(c, x), epsilon, true);
        Array scaled = normal.with(c.in(1), (a, b) -> a * b);
        Array mean = ReductionKernels.along(x, last(c, x), true, v -> ReductionKernels.sum(v) / v.length);
        Array variance = ReductionKernels.along(
                x.with(mean, (a, m) -> a - m),
                last(c, x),
                true,
                v -> Arrays.stream(v).map(e -> e * e).sum() / v.length);
        return List.of(
                c.optional(2).map(b -> scaled.with(b, Double::sum)).orElse(scaled),
                mean,
                variance.map(v -> 1 / Math.sqrt(v + epsilon)));
    }

    private static int[] last(Call c, Array x) {
        int axis = c.integer("axis", -1);
        return Call.range(axis < 0 ? axis + x.rank() : axis, x.rank());
    }

    private static Array normalised(Array x, int[] axes, double epsilon, boolean centre) {
        Array mean = ReductionKernels.along(x, axes, true, v -> centre ? ReductionKernels.sum(v) / v.length : 0);
        Array centred = x.with(mean, (a, m) -> a - m);
        Array variance = ReductionKernels.along(
                centred, axes, true, v -> Arrays.stream(v).map(e -> e * e).sum() / v.length);
        return centred.with(variance, (a, v) -> a / Math.sqrt(v + epsilon));
    }

    private static Array affine(Array x, Array scale, Array shift) {
        return Array.build(x.type(), x.dims(), p -> x.at(p) * scale.values()[p[1]] + shift.values()[p[1]]);
    }

    private static Array softmax(Call c) {
        Array x = c.in(0);
        boolean modern = c.opset() >= 13;
        int axis = Call.axes(new int[] {c.integer("axis", modern ? -1 : 1)}, x.rank())[0];
        int[] axes = modern ? new int[] {axis} : Call.range(axis, x.rank());
        Array exp = x.map(Math::exp);
        return exp.with(ReductionKernels.along(exp, axes, true, ReductionKernels::sum), (a, s) -> a / s);
    }
}
