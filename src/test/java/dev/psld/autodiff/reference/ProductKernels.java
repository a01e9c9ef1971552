package dev.psld.autodiff.reference;

import dev.psld.autodiff.reference.ReferenceInterpreter.Registry;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Matrix products and Einstein sums. Stateless. */
final class ProductKernels {
    private ProductKernels() {}

    static void register(Registry r) {
        r.put("MatMul", c -> matmul(c.in(0), c.in(1)));
        r.put("Gemm", c -> {
            Array a = c.integer("transA", 0) == 0 ? c.in(0) : LayoutKernels.transpose(c.in(0), 1, 0);
            Array b = c.integer("transB", 0) == 0 ? c.in(1) : LayoutKernels.transpose(c.in(1), 1, 0);
            double alpha = c.real("alpha", 1);
            double beta = c.real("beta", 1);
            Array product = matmul(a, b).map(v -> alpha * v);
            return c.optional(2)
                    .map(s -> product.with(s, (v, w) -> v + beta * w))
                    .orElse(product);
        });
        r.put("Einsum", ProductKernels::einsum);
    }

    static Array matmul(Array left, Array right) {
        Array a = left.rank() == 1 ? left.shaped(1, left.dims()[0]) : left;
        Array b = right.rank() == 1 ? right.shaped(right.dims()[0], 1) : right;
        int inner = a.dims()[a.rank() - 1];
        int[] batch = Array.broadcast(Arrays.copyOf(a.dims(), a.rank() - 2), Arrays.copyOf(b.dims(), b.rank() - 2));
        int rank = batch.length + 2;
        int[] dims = Arrays.copyOf(batch, rank);
        dims[rank - 2] = a.dims()[a.rank() - 2];
        dims[rank - 1] = b.dims()[b.rank() - 1];
        // A matrix with one row must not be stretched along the inner axis, so places are made for each factor.
        Array product = Array.build(left.type(), dims, p -> {
            int[] pa = p.clone();
            int[] pb = p.clone();
            double sum = 0;
            for (int k = 0; k < inner; k++) {
                pa[rank - 1] = k;
                pb[rank - 2] = k;
                sum += a.at(pa) * b.at(pb);
            }
            return sum;
        });
        List<Integer> shape = Arrays.stream(dims).boxed().collect(Collectors.toList());
        if (right.rank() == 1) {
            shape.remove(rank - 1);
        }
        if (left.rank() == 1) {
            shape.remove(rank - 2);
        }
        return product.shaped(shape.stream().mapToInt(d -> d).toArray());
    }

    private static Array einsum(Call c) {
        String equation = spelled(c, c.attributes().text("equation", "").replace(" ", ""));
        String[] sides = equation.split("->", -1);
        String[] terms = sides[0].split(",", -1);
        String all = String.join("", terms);
        String out = sides.length > 1
                ? sides[1]
                : all.chars()
                        .filter(l -> all.indexOf(l) == all.lastIndexOf(l))
                        .sorted()
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining());
        String summed = all.chars()
                .filter(l -> out.indexOf(l) < 0)
                .distinct()
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        String letters = out + summed;
        int[] sizes = letters.chars().map(l -> size(c, terms, l)).toArray();
        int[] dims = Arrays.copyOf(sizes, out.length());
        int[] inner = Arrays.copyOfRange(sizes, out.length(), sizes.length);
        return Array.build(c.in(0).type(), dims, p -> {
            double[] total = {0};
            Array.build(c.in(0).type(), inner, q -> {
                double product = 1;
                for (int i = 0; i < terms.length; i++) {
                    int[] at = terms[i].chars()
                            .map(l -> out.indexOf(l) >= 0 ? p[out.indexOf(l)] : q[summed.indexOf(l)])
                            .toArray();
                    product *= c.in(i).at(at);
                }
                total[0] += product;
                return 0;
            });
            return total[0];
        });
    }

    /** The equation with digits for the axes of ellipses, counted from the last. */
    private static String spelled(Call c, String equation) {
        if (!equation.contains("...")) {
            return equation;
        }
        String[] terms = equation.split("->", -1)[0].split(",", -1);
        int most = 0;
        for (int i = 0; i < terms.length; i++) {
            int own = c.in(i).rank() - (terms[i].length() - 3);
            if (terms[i].contains("...")) {
                most = Math.max(most, own);
                terms[i] = terms[i].replace("...", "9876543210".substring(10 - own));
            }
        }
        String all = String.join("", terms);
        String implied = "..."
                + all.chars()
                        .filter(l -> Character.isLetter(l) && all.indexOf(l) == all.lastIndexOf(l))
                        .sorted()
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining());
        String out = equation.contains("->") ? equation.split("->", -1)[1] : implied;
        return String.join(",", terms) + "->" + out.replace("...", "9876543210".substring(10 - most));
    }

    private static int size(Call c, String[] terms, int letter) {
        int size = 1;
        for (int i = 0; i < terms.length; i++) {
            int at = terms[i].indexOf(letter);
            size = at >= 0 ? Math.max(size, c.in(i).dims()[at]) : size;
        }
        return size;
    }
}
