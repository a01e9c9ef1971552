package dev.psld.ort;

import com.sun.jna.Pointer;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;

/** One native object: released exactly once, however often it is closed, and counted in {@link NativeCounts}. Thread-safe. */
final class Handle implements AutoCloseable {
    private final OrtApi api;
    private final NativeCounts.Kind kind;
    private final Pointer pointer;
    private final AtomicBoolean closed = new AtomicBoolean();

    Handle(OrtApi api, NativeCounts.Kind kind, Pointer pointer) {
        this.api = api;
        this.kind = kind;
        this.pointer = pointer;
        api.nativeCounts().opened(kind);
    }

    /** The native address; an {@link IllegalStateException} once closed. */
    Pointer pointer() {
        if (closed.get()) {
            throw new IllegalStateException("this "
                    + kind.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " of ONNX Runtime is closed already");
        }
        return pointer;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            api.release(kind.release, pointer);
            api.nativeCounts().closed(kind);
        }
    }
}
