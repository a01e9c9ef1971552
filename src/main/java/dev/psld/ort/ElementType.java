package dev.psld.ort;

/**
 * Element type of a tensor of ONNX Runtime, with its code in the C API and its size in bytes. Immutable.
 *
 * <p>{@code graph.ElementType} is that of a tensor in a model file: neither room knows the other, so that graphs can be made
 * where there is no runtime, and the runtime be used where there are no graphs.
 */
public enum ElementType {
    FLOAT(1, 4),
    UINT8(2, 1),
    INT8(3, 1),
    UINT16(4, 2),
    INT16(5, 2),
    INT32(6, 4),
    INT64(7, 8),
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

    /** The value of {@code ONNXTensorElementDataType}. */
    public int code() {
        return code;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    /** The type with this ONNX code; an {@link OrtException} for strings, complex numbers and packed types. */
    public static ElementType of(int code) {
        for (ElementType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new OrtException(
                ErrorCode.NOT_IMPLEMENTED, "tensors of ONNX element type " + code + " are not supported here");
    }
}
