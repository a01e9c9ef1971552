package dev.psld.ort;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The function table {@code OrtApi} of a loaded ONNX Runtime. Every call checks the returned status and turns a failure into an
 * {@link OrtException} with ONNX Runtime's own words. Thread-safe.
 */
final class OrtApi {
    static final String ENCODING = "UTF-8";

    private static final Pattern SOURCE =
            Pattern.compile("^/\\S+:\\d+ [^\\n]*?\\[ONNXRuntimeError\\] : \\d+ : [A-Z_]+ : ");

    private final Function[] functions = new Function[Slot.LAST + 1];
    private final int minor;
    private final NativeCounts counts = new NativeCounts();

    /** Reads the slots that version 1.{@code minor} has from the table. */
    OrtApi(Pointer table, int minor) {
        this.minor = minor;
        for (Slot slot : Slot.values()) {
            if (slot.since <= minor) {
                Pointer address = table.getPointer((long) slot.index * Native.POINTER_SIZE);
                functions[slot.index] = Function.getFunction(address, Function.C_CONVENTION, ENCODING);
            }
        }
    }

    NativeCounts nativeCounts() {
        return counts;
    }

    boolean has(Slot slot) {
        return slot.since <= minor;
    }

    /** Calls a slot that returns a status. */
    void call(Slot slot, @Nullable Object... arguments) {
        check((Pointer) function(slot).invoke(Pointer.class, arguments));
    }

    /** Calls a slot whose last argument receives a pointer; null when the slot left it null. */
    @Nullable Pointer pointer(Slot slot, @Nullable Object... arguments) {
        PointerByReference out = new PointerByReference();
        call(slot, append(arguments, out));
        return out.getValue();
    }

    /** Calls a slot whose last argument receives a {@code size_t}. */
    long size(Slot slot, Object... arguments) {
        LongByReference out = new LongByReference();
        call(slot, append(arguments, out));
        return out.getValue();
    }

    /** Calls a slot whose last argument receives an enum value. */
    int number(Slot slot, Object... arguments) {
        IntByReference out = new IntByReference();
        call(slot, append(arguments, out));
        return out.getValue();
    }

    /** Calls a slot whose last argument receives a new native object, which the caller closes. */
    Handle create(NativeCounts.Kind kind, Slot slot, @Nullable Object... arguments) {
        Pointer made = pointer(slot, arguments);
        if (made == null) {
            throw new OrtException(ErrorCode.FAIL, "ONNX Runtime made no " + kind + " and gave no reason");
        }
        return new Handle(this, kind, made);
    }

    void release(Slot slot, Pointer object) {
        function(slot).invoke(void.class, new Object[] {object});
    }

    private void check(@Nullable Pointer status) {
        if (status == null) {
            return;
        }
        try {
            int code = (Integer) function(Slot.GET_ERROR_CODE).invoke(Integer.class, new Object[] {status});
            Pointer words = (Pointer) function(Slot.GET_ERROR_MESSAGE).invoke(Pointer.class, new Object[] {status});
            throw new OrtException(ErrorCode.of(code), withoutSource(words.getString(0, ENCODING)));
        } finally {
            release(Slot.RELEASE_STATUS, status);
        }
    }

    /** ONNX Runtime's words without the place in its sources that comes before some of them. */
    static String withoutSource(String words) {
        return SOURCE.matcher(words.strip()).replaceFirst("");
    }

    private Function function(Slot slot) {
        if (!has(slot)) {
            throw new OrtException(
                    ErrorCode.NOT_IMPLEMENTED,
                    slot + " needs ONNX Runtime 1." + slot.since + "; the loaded one is 1." + minor
                            + ": use a newer library (--ort-lib)");
        }
        return functions[slot.index];
    }

    private static @Nullable Object[] append(@Nullable Object[] arguments, Object last) {
        @Nullable Object[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = last;
        return all;
    }
}
