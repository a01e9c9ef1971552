package dev.psld.autodiff.reference;

import dev.psld.graph.ElementType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Attention as the specification words it: one query of one head at a time. Stateless. */
final class AttentionKernel {
    private AttentionKernel() {}

    static List<Array> run(Call c) {
        Array q = split(c.in(0), c.integer("q_num_heads", 1));
        Array k = cached(c.optional(4), split(c.in(1), c.integer("kv_num_heads", 1)));
        Array v = cached(c.optional(5), split(c.in(2), c.integer("kv_num_heads", 1)));
        int heads = q.dims()[1];
        int queries = q.dims()[2];
        int keys = k.dims()[2];
        int share = heads / k.dims()[1];
        double scale = c.real("scale", 1 / Math.sqrt(q.dims()[3]));
        double cap = c.real("softcap", 0);
        int[] square = {q.dims()[0], heads, queries, keys};
        Array raw = Array.build(q.type(), square, p -> {
            double sum = 0;
            for (int d = 0; d < q.dims()[3]; d++) {
                sum += q.at(p[0], p[1], p[2], d) * k.at(p[0], p[1] / share, p[3], d);
            }
            return sum * scale;
        });
        Array capped = cap > 0 ? raw.map(s -> cap * Math.tanh(s / cap)) : raw;
        int before = keys - c.in(1).dims()[c.in(1).rank() - 2];
        Array biased = Array.build(q.type(), square, p -> {
            boolean later = c.integer("is_causal", 0) != 0 && p[3] > p[2] + before;
            return later ? Double.NEGATIVE_INFINITY : capped.at(p) + bias(c.optional(3), p);
        });
        Array exp = biased.map(Math::exp);
        Array sums = ReductionKernels.along(exp, new int[] {3}, true, ReductionKernels::sum);
        Array probabilities = exp.with(sums, (e, s) -> s == 0 ? 0 : e / s);
        Array y = Array.build(q.type(), new int[] {q.dims()[0], heads, queries, v.dims()[3]}, p -> {
            double sum = 0;
            for (int j = 0; j < keys; j++) {
                sum += probabilities.at(p[0], p[1], p[2], j) * v.at(p[0], p[1] / share, j, p[3]);
            }
            return sum;
        });
        Array shown = switch (c.integer("qk_matmul_output_mode", 0)) {
            case 3 -> probabilities;
            case 2 -> biased;
            case 1 -> capped;
            default -> raw;
        };
        List<Array> outputs = new ArrayList<>(List.of(c.in(0).rank() == 4 ? y : merged(y), k, v, shown));
        return outputs;
    }

    private static double bias(Optional<Array> mask, int... p) {
        if (mask.isEmpty()) {
            return 0;
        }
        Array m = mask.get();
        if (p[3] >= m.dims()[m.rank() - 1]) {
            return Double.NEGATIVE_INFINITY;
        }
        double value = m.at(p);
        return m.type() != ElementType.BOOL ? value : value != 0 ? 0 : Double.NEGATIVE_INFINITY;
    }

    private static Array split(Array x, int heads) {
        if (x.rank() == 4) {
            return x;
        }
        int[] d = x.dims();
        return LayoutKernels.transpose(x.shaped(d[0], d[1], heads, d[2] / heads), 0, 2, 1, 3);
    }

    private static Array merged(Array y) {
        int[] d = y.dims();
        return LayoutKernels.transpose(y, 0, 2, 1, 3).shaped(d[0], d[2], d[1] * d[3]);
    }

    private static Array cached(Optional<Array> past, Array own) {
        if (past.isEmpty()) {
            return own;
        }
        int length = past.get().dims()[2];
        int[] dims = own.dims().clone();
        dims[2] += length;
        return Array.build(
                own.type(), dims, p -> p[2] < length ? past.get().at(p) : own.at(p[0], p[1], p[2] - length, p[3]));
    }
}
