package dev.psld.graph;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A constant tensor: type, shape and little-endian bytes. Immutable by convention (nobody writes to the bytes) and so
 * safe to share; the bytes may be a memory-mapped file, which lives as long as the tensor.
 */
public record Tensor(ElementType type, Shape shape, ByteBuffer data) {

    public Tensor {
        data = data.duplicate()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asReadOnlyBuffer()
                .order(ByteOrder.LITTLE_ENDIAN);
        if (type != ElementType.STRING && shape.size() * type.bytes() != data.remaining()) {
            throw new GraphException("a tensor of " + type + shape + " needs " + shape.size() * type.bytes()
                    + " bytes, not " + data.remaining());
        }
    }

    /** The bytes, from position 0 of an own view: reading does not move anybody else's position. */
    @Override
    public ByteBuffer data() {
        return data.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    public static Tensor floats(Shape shape, float... values) {
        ByteBuffer bytes = allocate(values.length * 4L);
        bytes.asFloatBuffer().put(values);
        return new Tensor(ElementType.FLOAT, shape, bytes);
    }

    public static Tensor doubles(Shape shape, double... values) {
        ByteBuffer bytes = allocate(values.length * 8L);
        bytes.asDoubleBuffer().put(values);
        return new Tensor(ElementType.DOUBLE, shape, bytes);
    }

    public static Tensor longs(Shape shape, long... values) {
        ByteBuffer bytes = allocate(values.length * 8L);
        bytes.asLongBuffer().put(values);
        return new Tensor(ElementType.INT64, shape, bytes);
    }

    /** A one-dimensional int64 tensor, as axes, pads and shapes are given. */
    public static Tensor vector(long... values) {
        return longs(Shape.of(values.length), values);
    }

    /** A scalar (rank 0) of a real type. */
    public static Tensor scalar(ElementType type, double value) {
        return filled(type, Shape.of(), value);
    }

    /** A tensor of a real type whose elements all have one value. */
    public static Tensor filled(ElementType type, Shape shape, double value) {
        double[] values = new double[Math.toIntExact(shape.size())];
        Arrays.fill(values, value);
        return real(type, shape, values);
    }

    /** A tensor of a real type from doubles, rounded to that type. */
    public static Tensor real(ElementType type, Shape shape, double... values) {
        return switch (type) {
            case DOUBLE -> doubles(shape, values);
            case FLOAT -> {
                float[] narrow = new float[values.length];
                for (int i = 0; i < narrow.length; i++) {
                    narrow[i] = (float) values[i];
                }
                yield floats(shape, narrow);
            }
            case FLOAT16, BFLOAT16 -> {
                ByteBuffer bytes = allocate(values.length * 2L);
                for (double value : values) {
                    bytes.putShort(Half.encode(type, (float) value));
                }
                yield new Tensor(type, shape, bytes.flip());
            }
            default -> throw new GraphException(type + " is not a real type");
        };
    }

    /** The elements of a real or integer tensor as doubles. */
    public double[] toDoubles() {
        ByteBuffer bytes = data();
        double[] values = new double[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (type) {
                case FLOAT -> bytes.getFloat();
                case DOUBLE -> bytes.getDouble();
                case FLOAT16, BFLOAT16 -> Half.decode(type, bytes.getShort());
                case INT64, UINT64 -> bytes.getLong();
                case INT32 -> bytes.getInt();
                case UINT32 -> Integer.toUnsignedLong(bytes.getInt());
                case INT16 -> bytes.getShort();
                case UINT16 -> Short.toUnsignedInt(bytes.getShort());
                case INT8, BOOL -> bytes.get();
                case UINT8 -> Byte.toUnsignedInt(bytes.get());
                case STRING -> throw new GraphException("a string tensor holds no numbers");
            };
        }
        return values;
    }

    public float[] toFloats() {
        double[] wide = toDoubles();
        float[] values = new float[wide.length];
        for (int i = 0; i < wide.length; i++) {
            values[i] = (float) wide[i];
        }
        return values;
    }

    /** The elements of an integer tensor as longs. */
    public long[] toLongs() {
        if (type == ElementType.INT64) {
            long[] values = new long[Math.toIntExact(shape.size())];
            data().asLongBuffer().get(values);
            return values;
        }
        return Arrays.stream(toDoubles()).mapToLong(v -> (long) v).toArray();
    }

    private static ByteBuffer allocate(long bytes) {
        return ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
    }
}
