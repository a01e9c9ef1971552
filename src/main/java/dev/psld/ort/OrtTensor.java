package dev.psld.ort;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A tensor that ONNX Runtime reads or writes: host memory made here, or an output in the memory of a provider. Not thread-safe.
 * Its holder closes it; a binding or another reference to the same memory keeps that memory alive.
 */
public final class OrtTensor implements AutoCloseable {
    private final Environment environment;
    private final Handle handle;
    private final ElementType type;
    private final long[] shape;
    private final String memory;
    /** Memory of the Java side, reachable as long as the tensor; null where ONNX Runtime owns it. */
    private final @Nullable ByteBuffer own;

    private OrtTensor(
            Environment environment, Handle handle, ElementType type, long[] shape, @Nullable ByteBuffer own) {
        this.environment = environment;
        this.handle = handle;
        this.type = type;
        this.shape = shape;
        this.own = own;
        this.memory = own != null ? "Cpu" : memoryOf(environment.api(), handle.pointer());
    }

    /** Zeroes in host memory. */
    public static OrtTensor allocate(Environment environment, ElementType type, long... shape) {
        return wrap(environment, type, HostSize.aligned(HostSize.bytes(type, shape)), shape);
    }

    /** Host memory of ONNX Runtime's own, whatever it holds: for outputs of any size that Java need not count. */
    public static OrtTensor reserve(Environment environment, ElementType type, long... shape) {
        long[] dimensions = shape.clone();
        Handle handle = environment
                .api()
                .create(
                        NativeCounts.Kind.TENSOR,
                        Slot.CREATE_TENSOR,
                        environment.allocator(),
                        dimensions,
                        (long) dimensions.length,
                        type.code());
        return new OrtTensor(environment, handle, type, dimensions, null);
    }

    /** A float32 tensor in host memory with these values in row-major order. */
    public static OrtTensor of(Environment environment, float[] values, long... shape) {
        HostSize.requireCount(values.length, shape);
        return allocate(environment, ElementType.FLOAT, shape).put(values);
    }

    /** A float64 tensor in host memory with these values in row-major order. */
    public static OrtTensor of(Environment environment, double[] values, long... shape) {
        HostSize.requireCount(values.length, shape);
        return allocate(environment, ElementType.DOUBLE, shape).put(values);
    }

    /** An int64 tensor in host memory with these values in row-major order. */
    public static OrtTensor of(Environment environment, long[] values, long... shape) {
        HostSize.requireCount(values.length, shape);
        return allocate(environment, ElementType.INT64, shape).put(values);
    }

    /** A tensor over a direct buffer from its position on, such as a mapped weight file; no copy, kept reachable. */
    public static OrtTensor wrap(Environment environment, ElementType type, ByteBuffer direct, long... shape) {
        int bytes = HostSize.bytes(type, shape);
        if (!direct.isDirect() || direct.remaining() < bytes) {
            throw new IllegalArgumentException("a tensor " + type + Arrays.toString(shape)
                    + " needs a direct buffer of " + bytes + " bytes, not " + direct);
        }
        ByteBuffer own = direct.slice(direct.position(), bytes);
        long[] dimensions = shape.clone();
        Handle handle = environment
                .api()
                .create(
                        NativeCounts.Kind.TENSOR,
                        Slot.CREATE_TENSOR_WITH_DATA,
                        environment.cpu().pointer(),
                        Native.getDirectBufferPointer(own),
                        (long) bytes,
                        dimensions,
                        (long) dimensions.length,
                        type.code());
        return new OrtTensor(environment, handle, type, dimensions, own);
    }

    /** Takes over a value that ONNX Runtime made. */
    static OrtTensor adopt(Environment environment, Pointer value) {
        Handle handle = new Handle(environment.api(), NativeCounts.Kind.TENSOR, value);
        try {
            TensorInfo info = TypeReader.value(environment.api(), "value", value);
            return new OrtTensor(environment, handle, info.type(), info.dimensions(), null);
        } catch (RuntimeException e) {
            handle.close();
            throw e;
        }
    }

    public ElementType type() {
        return type;
    }

    public long[] shape() {
        return shape.clone();
    }

    public long elements() {
        return HostSize.elements(shape);
    }

    public long byteSize() {
        return elements() * type.bytes();
    }

    /** ONNX Runtime's name for the memory it lies in: "Cpu", "Cuda", …. */
    public String memory() {
        return memory;
    }

    /** True when Java can read it without a copy from a device. */
    public boolean onHost() {
        return memory.equals("Cpu") || memory.endsWith("Pinned") || memory.endsWith("CPU");
    }

    /** The tensor's own bytes in native order, to read and write; not to be used after the tensor is closed. */
    public ByteBuffer bytes() {
        Pointer value = handle.pointer();
        if (own != null) {
            return own.duplicate().order(ByteOrder.nativeOrder());
        }
        if (!onHost()) {
            throw new IllegalStateException("this tensor lies in " + memory + " memory: take toHost() first");
        }
        if (byteSize() == 0) {
            return ByteBuffer.allocateDirect(0);
        }
        Pointer data = Objects.requireNonNull(environment.api().pointer(Slot.GET_TENSOR_MUTABLE_DATA, value));
        return data.getByteBuffer(0, byteSize()).order(ByteOrder.nativeOrder());
    }

    /** A float32 tensor's own memory. */
    public FloatBuffer floats() {
        expect(ElementType.FLOAT);
        return bytes().asFloatBuffer();
    }

    /** A float64 tensor's own memory. */
    public DoubleBuffer doubles() {
        expect(ElementType.DOUBLE);
        return bytes().asDoubleBuffer();
    }

    /** An int64 tensor's own memory. */
    public LongBuffer longs() {
        expect(ElementType.INT64);
        return bytes().asLongBuffer();
    }

    /** A copy of a float32 tensor. */
    public float[] toFloats() {
        float[] values = new float[Math.toIntExact(elements())];
        floats().get(values);
        return values;
    }

    /** The one value of a float32 tensor. */
    public float scalar() {
        if (elements() != 1) {
            throw new IllegalStateException("this tensor holds " + elements() + " values, not one");
        }
        return floats().get(0);
    }

    /** A copy of a float64 tensor. */
    public double[] toDoubles() {
        double[] values = new double[Math.toIntExact(elements())];
        doubles().get(values);
        return values;
    }

    /** A copy of an int64 tensor. */
    public long[] toLongs() {
        long[] values = new long[Math.toIntExact(elements())];
        longs().get(values);
        return values;
    }

    /** Overwrites a float32 tensor. */
    public OrtTensor put(float[] values) {
        HostSize.requireCount(values.length, shape);
        floats().put(values);
        return this;
    }

    /** Overwrites a float64 tensor. */
    public OrtTensor put(double[] values) {
        HostSize.requireCount(values.length, shape);
        doubles().put(values);
        return this;
    }

    /** Overwrites an int64 tensor. */
    public OrtTensor put(long[] values) {
        HostSize.requireCount(values.length, shape);
        longs().put(values);
        return this;
    }

    /** A copy in host memory, which the caller closes; from a device it needs ONNX Runtime 1.23. */
    public OrtTensor toHost() {
        OrtTensor copy = allocate(environment, type, shape);
        try {
            if (onHost()) {
                copy.bytes().put(bytes());
            } else {
                Pointer[] from = {handle.pointer()};
                Pointer[] to = {copy.pointer()};
                environment.api().call(Slot.COPY_TENSORS, environment.pointer(), from, to, null, 1L);
            }
            return copy;
        } catch (RuntimeException e) {
            copy.close();
            throw e;
        }
    }

    @Override
    public void close() {
        handle.close();
    }

    Pointer pointer() {
        return handle.pointer();
    }

    @Override
    public String toString() {
        return type + Arrays.toString(shape) + " in " + memory;
    }

    private void expect(ElementType wanted) {
        if (type != wanted) {
            throw new IllegalStateException("this tensor holds " + type + ", not " + wanted);
        }
    }

    private static String memoryOf(OrtApi api, Pointer value) {
        Pointer info = Objects.requireNonNull(api.pointer(Slot.GET_TENSOR_MEMORY_INFO, value));
        return Objects.requireNonNull(api.pointer(Slot.MEMORY_INFO_GET_NAME, info))
                .getString(0);
    }
}
