package dev.psld.ort;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Reads declared and actual tensor types out of ONNX Runtime. */
final class TypeReader {
    private TypeReader() {}

    static List<TensorInfo> inputs(Environment environment, Pointer session) {
        return all(
                environment,
                session,
                Slot.SESSION_GET_INPUT_COUNT,
                Slot.SESSION_GET_INPUT_NAME,
                Slot.SESSION_GET_INPUT_TYPE_INFO);
    }

    static List<TensorInfo> outputs(Environment environment, Pointer session) {
        return all(
                environment,
                session,
                Slot.SESSION_GET_OUTPUT_COUNT,
                Slot.SESSION_GET_OUTPUT_NAME,
                Slot.SESSION_GET_OUTPUT_TYPE_INFO);
    }

    /** Type and shape of a value; the name is the caller's. */
    static TensorInfo value(OrtApi api, String name, Pointer value) {
        try (Handle info = api.create(NativeCounts.Kind.TENSOR_INFO, Slot.GET_TENSOR_TYPE_AND_SHAPE, value)) {
            return tensor(api, name, info.pointer());
        }
    }

    private static List<TensorInfo> all(Environment environment, Pointer session, Slot count, Slot name, Slot type) {
        OrtApi api = environment.api();
        List<TensorInfo> found = new ArrayList<>();
        long n = api.size(count, session);
        for (long i = 0; i < n; i++) {
            String text = name(environment, session, name, i);
            try (Handle info = api.create(NativeCounts.Kind.TYPE_INFO, type, session, i)) {
                Pointer tensor = api.pointer(Slot.CAST_TYPE_INFO_TO_TENSOR_INFO, info.pointer());
                if (tensor == null) {
                    throw new OrtException(
                            ErrorCode.NOT_IMPLEMENTED,
                            "'" + text + "' is a sequence, map or optional; only tensors are supported");
                }
                found.add(tensor(api, text, tensor));
            }
        }
        return found;
    }

    private static String name(Environment environment, Pointer session, Slot slot, long index) {
        OrtApi api = environment.api();
        Pointer allocator = environment.allocator();
        Pointer name = Objects.requireNonNull(api.pointer(slot, session, index, allocator));
        try {
            return name.getString(0, OrtApi.ENCODING);
        } finally {
            api.call(Slot.ALLOCATOR_FREE, allocator, name);
        }
    }

    private static TensorInfo tensor(OrtApi api, String name, Pointer info) {
        ElementType type = ElementType.of(api.number(Slot.GET_TENSOR_ELEMENT_TYPE, info));
        int rank = Math.toIntExact(api.size(Slot.GET_DIMENSIONS_COUNT, info));
        if (rank == 0) {
            return new TensorInfo(name, type, List.of(), List.of());
        }
        long[] shape = new long[rank];
        api.call(Slot.GET_DIMENSIONS, info, shape, (long) rank);
        List<String> symbols = new ArrayList<>();
        try (Memory names = new Memory((long) rank * Native.POINTER_SIZE)) {
            api.call(Slot.GET_SYMBOLIC_DIMENSIONS, info, names, (long) rank);
            for (Pointer symbol : names.getPointerArray(0, rank)) {
                symbols.add(symbol == null ? "" : symbol.getString(0, OrtApi.ENCODING));
            }
        }
        return new TensorInfo(name, type, Arrays.stream(shape).boxed().toList(), symbols);
    }
}
