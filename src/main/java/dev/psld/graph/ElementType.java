package dev.psld.graph;

/** Element type of a tensor, with its code in the ONNX schema and its size in bytes. Immutable. */
public enum ElementType {
    FLOAT(1, 4),
    UINT8(2, 1),
    INT8(3, 1),
    UINT16(4, 2),
    INT16(5, 2),
    INT32(6, 4),
    INT64(7, 8),
    STRING(8, 0),
    BOOL(9, 1),
    FLOAT16(10, 2),
    DOUBLE(11, 8),
    UINT32(12, 4),
    UINT64(13, 8),
    BFLOAT16(16, 2);

    private final int code;
    private final int bytes;

    ElementType(int code, int bytes) {
        this.code = code;
        this.bytes = bytes;
    }

    /** The value of {@code TensorProto.DataType}. */
    public int code() {
        return code;
    }

    /** Bytes of one element; 0 for strings. */
    public int bytes() {
        return bytes;
    }

    /** True for the types that carry cotangents: float, double and the two halves. */
    public boolean isReal() {
        return this == FLOAT || this == DOUBLE || this == FLOAT16 || this == BFLOAT16;
    }

    /** The type with this schema code; a {@link GraphException} when this program does not know it. */
    public static ElementType of(int code) {
        for (ElementType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new GraphException("element type " + code + " of the ONNX schema is not supported");
    }
}
