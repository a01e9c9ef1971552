package dev.psld.autodiff;

import java.util.Set;

/** Operators with real outputs whose derivative is zero wherever it exists, or that read only a shape. Stateless. */
final class FlatOps {
    private static final Set<String> OPS =
            Set.of("Sign", "Floor", "Ceil", "Round", "Shape", "Size", "ConstantOfShape", "EyeLike", "Hardmax");

    private FlatOps() {}

    static boolean contains(String op) {
        return OPS.contains(op);
    }
}
