package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.graph.Attributes;
import java.util.List;

/** Gemm y = α·Aʹ·Bʹ + β·C, ʹ an optional transposition: the products of ȳ with the other factor, B itself untouched. */
final class GemmRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Gemm");
    }

    @Override
    public void pull(Pullback p) {
        long transA = p.attributes().integer("transA", 0);
        long transB = p.attributes().integer("transB", 0);
        double alpha = p.attributes().real("alpha", 1);
        if (p.isActive(0)) {
            p.accumulate(
                    0,
                    transA == 0
                            ? gemm(p, alpha, p.cotangent(), 0, p.x(1), 1 - transB)
                            : gemm(p, alpha, p.x(1), transB, p.cotangent(), 1));
        }
        if (p.isActive(1)) {
            p.accumulate(
                    1,
                    transB == 0
                            ? gemm(p, alpha, p.x(0), 1 - transA, p.cotangent(), 0)
                            : gemm(p, alpha, p.cotangent(), 1, p.x(0), transA));
        }
        if (p.isActive(2)) {
            p.accumulateStretched(2, p.mul(p.cotangent(), p.attributes().real("beta", 1)));
        }
    }

    private static String gemm(Pullback p, double alpha, String a, long transA, String b, long transB) {
        return p.emit("Gemm", Attributes.of("alpha", alpha, "transA", transA, "transB", transB), a, b);
    }
}
