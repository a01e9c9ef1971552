package dev.psld.autodiff.reference;

import dev.psld.autodiff.reference.ReferenceInterpreter.Registry;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Operators that choose or place elements by indices, and those that walk along an axis. Stateless. */
final class IndexKernels {
    private IndexKernels() {}

    static void register(Registry r) {
        r.put("Gather", IndexKernels::gather);
        r.put("GatherElements", c -> {
            Array x = c.in(0);
            int axis = Call.axes(new int[] {c.integer("axis", 0)}, x.rank())[0];
            return Array.build(x.type(), c.in(1).dims(), p -> {
                int[] at = p.clone();
                at[axis] = Math.floorMod((int) c.in(1).at(p), x.dims()[axis]);
                return x.values()[x.index(at)];
            });
        });
        r.put("GatherND", IndexKernels::gatherNd);
        r.put("ScatterElements", c -> {
            Array x = c.in(0);
            int axis = Call.axes(new int[] {c.integer("axis", 0)}, x.rank())[0];
            double[] values = x.values().clone();
            Array.build(x.type(), c.in(1).dims(), p -> {
                int[] at = p.clone();
                at[axis] = Math.floorMod((int) c.in(1).at(p), x.dims()[axis]);
                place(c, values, x.index(at), c.in(2).at(p));
                return 0;
            });
            return new Array(x.type(), x.dims(), values);
        });
        r.put("ScatterND", c -> {
            Array x = c.in(0);
            Array indices = c.in(1);
            int depth = indices.dims()[indices.rank() - 1];
            double[] values = x.values().clone();
            int batch = indices.rank() - 1;
            Array.build(x.type(), c.in(2).dims(), p -> {
                int[] at = new int[x.rank()];
                lookUp(indices, p, batch, depth, x.dims(), at, 0);
                System.arraycopy(p, batch, at, depth, x.rank() - depth);
                place(c, values, x.index(at), c.in(2).at(p));
                return 0;
            });
            return new Array(x.type(), x.dims(), values);
        });
        r.put("OneHot", c -> {
            int depth = (int) c.in(1).values()[0];
            int axis = Call.axes(new int[] {c.integer("axis", -1)}, c.in(0).rank() + 1)[0];
            int[] dims = IntStream.range(0, c.in(0).rank() + 1)
                    .map(d -> d == axis ? depth : c.in(0).dims()[d < axis ? d : d - 1])
                    .toArray();
            return Array.build(c.in(2).type(), dims, p -> {
                int[] at = IntStream.range(0, p.length)
                        .filter(d -> d != axis)
                        .map(d -> p[d])
                        .toArray();
                int index = (int) c.in(0).at(at);
                return c.in(2).values()[index == p[axis] || index + depth == p[axis] ? 1 : 0];
            });
        });
        r.put("CumSum", c -> {
            Array x = c.in(0);
            int axis = Call.axes(c.in(1).ints(), x.rank())[0];
            boolean back = c.integer("reverse", 0) != 0;
            int skip = c.integer("exclusive", 0);
            return Array.build(x.type(), x.dims(), p -> {
                double sum = 0;
                int[] at = p.clone();
                for (int i = 0; i < x.dims()[axis]; i++) {
                    at[axis] = i;
                    int distance = back ? i - p[axis] : p[axis] - i;
                    sum += distance >= skip ? x.at(at) : 0;
                }
                return sum;
            });
        });
        r.put("CumProd", c -> {
            Array x = c.in(0);
            int axis = Call.axes(c.in(1).ints(), x.rank())[0];
            boolean back = c.integer("reverse", 0) != 0;
            int skip = c.integer("exclusive", 0);
            return Array.build(x.type(), x.dims(), p -> {
                double product = 1;
                int[] at = p.clone();
                for (int i = 0; i < x.dims()[axis]; i++) {
                    at[axis] = i;
                    int distance = back ? i - p[axis] : p[axis] - i;
                    product *= distance >= skip ? x.at(at) : 1;
                }
                return product;
            });
        });
        r.put("Trilu", c -> {
            Array x = c.in(0);
            int k = c.optional(1).map(a -> (int) a.values()[0]).orElse(0);
            boolean upper = c.integer("upper", 1) != 0;
            return Array.build(x.type(), x.dims(), p -> {
                int offset = p[p.length - 1] - p[p.length - 2];
                return (upper ? offset >= k : offset <= k) ? x.at(p) : 0;
            });
        });
    }

    private static void place(Call c, double[] values, int index, double value) {
        values[index] = switch (c.attributes().text("reduction", "none")) {
            case "add" -> values[index] + value;
            case "mul" -> values[index] * value;
            case "max" -> Math.max(values[index], value);
            case "min" -> Math.min(values[index], value);
            default -> value;
        };
    }

    private static Array gather(Call c) {
        Array x = c.in(0);
        Array indices = c.in(1);
        int axis = Call.axes(new int[] {c.integer("axis", 0)}, x.rank())[0];
        int q = indices.rank();
        int[] dims = new int[x.rank() + q - 1];
        System.arraycopy(x.dims(), 0, dims, 0, axis);
        System.arraycopy(indices.dims(), 0, dims, axis, q);
        System.arraycopy(x.dims(), axis + 1, dims, axis + q, x.rank() - axis - 1);
        return Array.build(x.type(), dims, p -> {
            int[] at = new int[x.rank()];
            System.arraycopy(p, 0, at, 0, axis);
            at[axis] = Math.floorMod((int) indices.at(Arrays.copyOfRange(p, axis, axis + q)), x.dims()[axis]);
            System.arraycopy(p, axis + q, at, axis + 1, x.rank() - axis - 1);
            return x.values()[x.index(at)];
        });
    }

    private static Array gatherNd(Call c) {
        Array x = c.in(0);
        Array indices = c.in(1);
        int shared = c.integer("batch_dims", 0);
        int batch = indices.rank() - 1;
        int depth = indices.dims()[batch];
        int[] dims = new int[batch + x.rank() - shared - depth];
        System.arraycopy(indices.dims(), 0, dims, 0, batch);
        System.arraycopy(x.dims(), shared + depth, dims, batch, x.rank() - shared - depth);
        return Array.build(x.type(), dims, p -> {
            int[] at = new int[x.rank()];
            System.arraycopy(p, 0, at, 0, shared);
            lookUp(indices, p, batch, depth, x.dims(), at, shared);
            System.arraycopy(p, batch, at, shared + depth, x.rank() - shared - depth);
            return x.values()[x.index(at)];
        });
    }

    /** Fills {@code depth} entries of a place from the index tuple that belongs to {@code p}. */
    private static void lookUp(Array indices, int[] p, int batch, int depth, int[] dims, int[] at, int shared) {
        int[] tuple = Arrays.copyOf(p, batch + 1);
        for (int k = 0; k < depth; k++) {
            tuple[batch] = k;
            at[shared + k] = Math.floorMod((int) indices.values()[indices.index(tuple)], dims[shared + k]);
        }
    }
}
