package dev.psld.ort;

/** How far ONNX Runtime rewrites a graph at load. */
public enum OptimisationLevel {
    /** As written. */
    NONE(0),
    /** Constant folding and dead code: standard operators only. */
    BASIC(1),
    /** Fusions into ONNX Runtime's own operators too. */
    EXTENDED(2),
    /** Memory layouts of the provider too. */
    ALL(99);

    final int code;

    OptimisationLevel(int code) {
        this.code = code;
    }
}
