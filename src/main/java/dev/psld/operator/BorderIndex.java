package dev.psld.operator;

/** How positions outside a row of n pixels are taken from inside it. Stateless. */
public final class BorderIndex {
    private BorderIndex() {}

    /** Mirrored about the outermost pixel, which is not repeated: d c b | a b c d | c b a (ONNX "reflect"). */
    public static int reflect(int position, int n) {
        if (n == 1) {
            return 0;
        }
        int p = Math.floorMod(position, 2 * (n - 1));
        return p < n ? p : 2 * (n - 1) - p;
    }

    /** Mirrored about the edge, the outermost pixel repeated: c b a | a b c d | d c b (NumPy "symmetric"). */
    static int symmetric(int position, int n) {
        int p = Math.floorMod(position, 2 * n);
        return p < n ? p : 2 * n - 1 - p;
    }
}
