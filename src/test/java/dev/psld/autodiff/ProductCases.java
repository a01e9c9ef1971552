package dev.psld.autodiff;

import static dev.psld.autodiff.RuleCase.rule;

import dev.psld.graph.Attributes;
import java.util.stream.Stream;

/** Cases of matrix products. */
final class ProductCases {
    private ProductCases() {}

    static Stream<RuleCase> all() {
        Stream<RuleCase> gemm = Stream.of(0, 1)
                .flatMap(a -> Stream.of(0, 1)
                        .map(b -> rule("Gemm transA " + a + " transB " + b, c -> {
                            String left = a == 0 ? c.x(2, 3) : c.x(3, 2);
                            String right = b == 0 ? c.x(3, 4) : c.x(4, 3);
                            return c.op(
                                    "Gemm",
                                    Attributes.of("transA", a, "transB", b, "alpha", 0.5, "beta", 1.5),
                                    left,
                                    right,
                                    c.x(4));
                        })));
        return Stream.concat(
                gemm,
                Stream.of(
                        rule("Gemm without a summand", c -> c.op("Gemm", c.x(2, 3), c.fixed(3, 4))),
                        rule("Gemm with a column", c -> c.op("Gemm", c.fixed(2, 3), c.x(3, 4), c.x(2, 1))),
                        rule("MatMul", c -> c.op("MatMul", c.x(2, 3), c.x(3, 4))),
                        rule("MatMul by a weight", c -> c.op("MatMul", c.x(2, 5, 3), c.fixed(3, 4))),
                        rule("MatMul of a weight", c -> c.op("MatMul", c.fixed(4, 3), c.x(2, 3, 5))),
                        rule("MatMul batched", c -> c.op("MatMul", c.x(2, 3, 4), c.x(2, 4, 5))),
                        rule("MatMul stretched batches", c -> c.op("MatMul", c.x(2, 1, 3, 4), c.x(5, 4, 2))),
                        rule("MatMul by a stretched weight", c -> c.op("MatMul", c.x(3, 4), c.fixed(2, 4, 2))),
                        rule("MatMul by a vector", c -> c.op("MatMul", c.x(2, 3, 4), c.x(4))),
                        rule("MatMul of a vector", c -> c.op("MatMul", c.x(4), c.x(2, 4, 3))),
                        rule("MatMul of vectors", c -> c.op("MatMul", c.x(4), c.x(4))),
                        rule("MatMul of a vector and a weight", c -> c.op("MatMul", c.x(4), c.fixed(4, 3))),
                        rule("MatMul of one inner element", c -> c.op("MatMul", c.x(3, 1), c.x(1, 2))),
                        einsum("bij,bjk->bik", new long[] {2, 3, 4}, new long[] {2, 4, 5}),
                        einsum("bhid,bhjd->bhij", new long[] {1, 2, 3, 4}, new long[] {1, 2, 5, 4}),
                        einsum("ij,j->i", new long[] {3, 4}, new long[] {4}),
                        einsum("ij,kl->ik", new long[] {3, 4}, new long[] {2, 5}),
                        einsum("...ij,...jk->...ik", d(2, 1, 3, 4), d(1, 5, 4, 2)),
                        einsum("...ij,...jk", d(2, 1, 3, 4), d(5, 4, 2)).withoutOrt(),
                        einsum("i...,...i", d(3, 2, 4), d(2, 4, 3)),
                        einsum("i...j,...i", d(3, 2, 4), d(2, 3)),
                        einsum("...,...->...", d(2, 1), d(3)).withoutOrt(),
                        einsum("ij...,jk->k...i", d(2, 3, 4), d(3, 5)),
                        einsum("iji,i->j", d(3, 2, 3), d(3)),
                        einsum("bii,bj->bij", d(2, 3, 3), d(2, 4)),
                        einsum("ijk,il->il", d(2, 3, 4), d(2, 5)),
                        einsum("ij,j->", d(2, 3), d(3)),
                        einsum("i,j->ij", d(2), d(3)),
                        einsum("b h q d, b h k d -> b h q k", d(1, 2, 3, 4), d(1, 2, 5, 4)),
                        einsum("ij,ij->i", d(2, 1), d(2, 3)),
                        rule(
                                "Einsum of a diagonal in three axes",
                                c -> c.op("Einsum", Attributes.of("equation", "iii->i"), c.x(3, 3, 3))),
                        rule("Einsum of a trace", c -> c.op("Einsum", Attributes.of("equation", "ii"), c.x(3, 3))),
                        rule("Einsum of a sum", c -> c.op("Einsum", Attributes.of("equation", "ij->"), c.x(3, 2))),
                        rule(
                                "Einsum of ellipses alone",
                                c -> c.op("Einsum", Attributes.of("equation", "...i->..."), c.x(2, 3, 4))),
                        einsum("ij,jk", new long[] {3, 4}, new long[] {4, 2}),
                        rule("Einsum of one", c -> c.op("Einsum", Attributes.of("equation", "ijk->ki"), c.x(2, 3, 4))),
                        rule(
                                "Einsum of three",
                                c -> c.op(
                                        "Einsum",
                                        Attributes.of("equation", "a,ab,bc->c"),
                                        c.x(2),
                                        c.x(2, 3),
                                        c.x(3, 4)))));
    }

    private static long[] d(long... dims) {
        return dims;
    }

    private static RuleCase einsum(String equation, long[] a, long[] b) {
        return rule("Einsum " + equation, c -> c.op("Einsum", Attributes.of("equation", equation), c.x(a), c.x(b)));
    }
}
