package dev.psld.autodiff.reference;

import dev.psld.autodiff.reference.ReferenceInterpreter.Registry;
import dev.psld.graph.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Operators that move elements about without looking at them. Stateless. */
final class LayoutKernels {
    private LayoutKernels() {}

    static void register(Registry r) {
        r.put("Reshape", LayoutKernels::reshape);
        r.put("Flatten", c -> {
            int axis = Call.axes(new int[] {c.integer("axis", 1)}, c.in(0).rank())[0];
            int rows = Array.size(Arrays.copyOf(c.in(0).dims(), axis));
            return c.in(0).shaped(rows, c.in(0).values().length / rows);
        });
        r.put("Squeeze", c -> {
            Array x = c.in(0);
            int[] axes = Call.axes(c.ints(1, "axes").orElse(new int[0]), x.rank());
            return x.shaped(Axes.filter(x.dims(), d -> axes.length == 0 ? x.dims()[d] != 1 : !Axes.has(axes, d)));
        });
        r.put("Unsqueeze", c -> {
            int[] given = c.ints(1, "axes").orElseThrow();
            int rank = c.in(0).rank() + given.length;
            int[] axes = Call.axes(given, rank);
            List<Integer> old =
                    new ArrayList<>(Arrays.stream(c.in(0).dims()).boxed().toList());
            return c.in(0)
                    .shaped(IntStream.range(0, rank)
                            .map(d -> Axes.has(axes, d) ? 1 : old.remove(0))
                            .toArray());
        });
        r.put("Transpose", c -> {
            List<Integer> reversed =
                    new ArrayList<>(IntStream.range(0, c.in(0).rank()).boxed().toList());
            Collections.reverse(reversed);
            int[] perm = c.ints("perm", reversed.stream().mapToInt(i -> i).toArray());
            return transpose(c.in(0), perm);
        });
        r.put("Expand", c -> {
            int[] dims = Array.broadcast(c.in(0).dims(), c.in(1).ints());
            return Array.build(c.in(0).type(), dims, p -> c.in(0).at(p));
        });
        r.put("Tile", c -> {
            Array x = c.in(0);
            int[] repeats = c.in(1).ints();
            int[] dims = IntStream.range(0, x.rank())
                    .map(d -> x.dims()[d] * repeats[d])
                    .toArray();
            return Array.build(
                    x.type(),
                    dims,
                    p -> x.at(IntStream.range(0, x.rank())
                            .map(d -> p[d] % x.dims()[d])
                            .toArray()));
        });
        r.put("Concat", LayoutKernels::concat);
        r.put("Slice", LayoutKernels::slice);
        r.put("Pad", LayoutKernels::pad);
        r.put("ConstantOfShape", c -> {
            Tensor value = c.attributes().tensor("value").orElse(Tensor.floats(dev.psld.graph.Shape.of(1), 0));
            double v = value.toDoubles()[0];
            return Array.build(value.type(), c.in(0).ints(), p -> v);
        });
        r.put("DepthToSpace", c -> {
            Array x = c.in(0);
            int b = c.integer("blocksize", 1);
            int depth = x.dims()[1] / b / b;
            boolean dcr = c.attributes().text("mode", "DCR").equals("DCR");
            int[] dims = {x.dims()[0], depth, x.dims()[2] * b, x.dims()[3] * b};
            return Array.build(x.type(), dims, p -> {
                int cell = p[2] % b * b + p[3] % b;
                return x.at(p[0], dcr ? cell * depth + p[1] : p[1] * b * b + cell, p[2] / b, p[3] / b);
            });
        });
        r.put("SpaceToDepth", c -> {
            Array x = c.in(0);
            int b = c.integer("blocksize", 1);
            int depth = x.dims()[1];
            int[] dims = {x.dims()[0], depth * b * b, x.dims()[2] / b, x.dims()[3] / b};
            return Array.build(x.type(), dims, p -> {
                int cell = p[1] / depth;
                return x.at(p[0], p[1] % depth, p[2] * b + cell / b, p[3] * b + cell % b);
            });
        });
    }

    static Array transpose(Array x, int... perm) {
        int[] dims = Arrays.stream(perm).map(d -> x.dims()[d]).toArray();
        return Array.build(x.type(), dims, p -> {
            int[] from = new int[perm.length];
            for (int d = 0; d < perm.length; d++) {
                from[perm[d]] = p[d];
            }
            return x.at(from);
        });
    }

    private static Array reshape(Call c) {
        Array x = c.in(0);
        int[] dims = c.in(1).ints();
        int known = 1;
        for (int d = 0; d < dims.length; d++) {
            dims[d] = dims[d] == 0 && c.integer("allowzero", 0) == 0 ? x.dims()[d] : dims[d];
            known *= dims[d] == -1 ? 1 : dims[d];
        }
        int missing = x.values().length / Math.max(1, known);
        return x.shaped(Arrays.stream(dims).map(d -> d == -1 ? missing : d).toArray());
    }

    private static Array concat(Call c) {
        int axis = Call.axes(new int[] {c.integer("axis", 0)}, c.in(0).rank())[0];
        int[] dims = c.in(0).dims().clone();
        dims[axis] = IntStream.range(0, c.inputs().size())
                .map(i -> c.in(i).dims()[axis])
                .sum();
        return Array.build(c.in(0).type(), dims, p -> {
            int[] at = p.clone();
            int part = 0;
            while (at[axis] >= c.in(part).dims()[axis]) {
                at[axis] -= c.in(part).dims()[axis];
                part++;
            }
            return c.in(part).values()[c.in(part).index(at)];
        });
    }

    static List<Array> split(Call c) {
        Array x = c.in(0);
        int axis = Call.axes(new int[] {c.integer("axis", 0)}, x.rank())[0];
        int count = c.node().outputs().size();
        int chunk = (x.dims()[axis] + count - 1) / count;
        int[] even = Call.repeat(chunk, count);
        even[count - 1] = x.dims()[axis] - chunk * (count - 1);
        int[] sizes = c.ints(1, "split").orElse(even);
        List<Array> parts = new ArrayList<>();
        int start = 0;
        for (int size : sizes) {
            int[] dims = x.dims().clone();
            dims[axis] = size;
            int from = start;
            parts.add(Array.build(x.type(), dims, p -> {
                int[] at = p.clone();
                at[axis] += from;
                return x.values()[x.index(at)];
            }));
            start += size;
        }
        return parts;
    }

    private static Array slice(Call c) {
        Array x = c.in(0);
        int[] starts = c.ints(1, "starts").orElseThrow();
        int[] ends = Array.ints(c.optional(2)
                .map(a -> a.tensor().toLongs())
                .orElseGet(() -> c.attributes().integers("ends").orElseThrow()));
        int[] axes = Call.axes(c.ints(3, "axes").orElse(Call.range(0, starts.length)), x.rank());
        int[] steps = c.optional(4).map(Array::ints).orElse(Call.repeat(1, starts.length));
        int[] first = new int[x.rank()];
        int[] step = Call.repeat(1, x.rank());
        int[] dims = x.dims().clone();
        for (int i = 0; i < axes.length; i++) {
            int d = axes[i];
            int size = x.dims()[d];
            boolean back = steps[i] < 0;
            int from = starts[i] < 0 ? Math.max(starts[i], -size - 1) + size : starts[i];
            int to = ends[i] < 0 ? Math.max(ends[i], -size - 1) + size : ends[i];
            from = Math.max(0, Math.min(from, back ? size - 1 : size));
            to = Math.max(back ? -1 : 0, Math.min(to, size));
            first[d] = from;
            step[d] = steps[i];
            dims[d] = Math.max(0, (int) Math.ceil((double) (to - from) / steps[i]));
        }
        return Array.build(
                x.type(),
                dims,
                p -> x.values()[
                        x.index(IntStream.range(0, p.length)
                                .map(d -> first[d] + p[d] * step[d])
                                .toArray())]);
    }

    private static Array pad(Call c) {
        Array x = c.in(0);
        int[] pads = c.ints(1, "pads").orElseThrow();
        int[] axes = Call.axes(c.optional(3).map(Array::ints).orElse(Call.range(0, x.rank())), x.rank());
        double fill = c.optional(2).map(a -> a.values()[0]).orElse(c.real("value", 0));
        String mode = c.attributes().text("mode", "constant");
        int[] before = new int[x.rank()];
        int[] crop = new int[x.rank()];
        int[] inner = x.dims().clone();
        int[] dims = x.dims().clone();
        for (int i = 0; i < axes.length; i++) {
            int d = axes[i];
            before[d] = pads[i];
            crop[d] = Math.max(0, -pads[i]);
            // What negative widths cut off is gone before borders are made.
            inner[d] -= crop[d] + Math.max(0, -pads[axes.length + i]);
            dims[d] += pads[i] + pads[axes.length + i];
        }
        return Array.build(x.type(), dims, p -> {
            int[] at = new int[p.length];
            for (int d = 0; d < p.length; d++) {
                int size = inner[d];
                int i = p[d] - Math.max(0, before[d]);
                if (i < 0 || i >= size) {
                    switch (mode) {
                        case "constant" -> {
                            return fill;
                        }
                        case "reflect" -> {
                            i = Math.floorMod(i, Math.max(1, 2 * size - 2));
                            i = Math.min(i, Math.abs(2 * size - 2 - i));
                        }
                        case "edge" -> i = i < 0 ? 0 : size - 1;
                        default -> i = Math.floorMod(i, size);
                    }
                }
                at[d] = crop[d] + i;
            }
            return x.values()[x.index(at)];
        });
    }

    /** Small questions to lists of axes. Stateless. */
    private static final class Axes {
        static boolean has(int[] axes, int d) {
            return Arrays.stream(axes).anyMatch(a -> a == d);
        }

        static int[] filter(int[] dims, java.util.function.IntPredicate keep) {
            return IntStream.range(0, dims.length)
                    .filter(keep)
                    .map(d -> dims[d])
                    .toArray();
        }
    }
}
