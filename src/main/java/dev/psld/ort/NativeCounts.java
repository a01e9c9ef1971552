package dev.psld.ort;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the native objects of one {@link Environment} that are not closed yet, by kind. Thread-safe; outlives the environment. */
public final class NativeCounts {
    /** A kind of native object, with the slot that releases it. */
    public enum Kind {
        ENVIRONMENT(Slot.RELEASE_ENV),
        THREADING_OPTIONS(Slot.RELEASE_THREADING_OPTIONS),
        SESSION_OPTIONS(Slot.RELEASE_SESSION_OPTIONS),
        SESSION(Slot.RELEASE_SESSION),
        BINDING(Slot.RELEASE_IO_BINDING),
        TENSOR(Slot.RELEASE_VALUE),
        MEMORY_INFO(Slot.RELEASE_MEMORY_INFO),
        TYPE_INFO(Slot.RELEASE_TYPE_INFO),
        TENSOR_INFO(Slot.RELEASE_TENSOR_TYPE_AND_SHAPE_INFO),
        CUDA_OPTIONS(Slot.RELEASE_CUDA_OPTIONS),
        TENSORRT_OPTIONS(Slot.RELEASE_TENSORRT_OPTIONS);

        final Slot release;

        Kind(Slot release) {
            this.release = release;
        }
    }

    private final Map<Kind, AtomicLong> opened = zeroes();
    private final Map<Kind, AtomicLong> closed = zeroes();

    NativeCounts() {}

    void opened(Kind kind) {
        count(opened, kind).incrementAndGet();
    }

    void closed(Kind kind) {
        count(closed, kind).incrementAndGet();
    }

    /** Objects of this kind opened so far, closed or not. */
    public long total(Kind kind) {
        return count(opened, kind).get();
    }

    /** Objects of this kind not closed yet; negative if one was closed twice. */
    public long live(Kind kind) {
        return count(opened, kind).get() - count(closed, kind).get();
    }

    /** Objects of every kind not closed yet. */
    public long live() {
        long sum = 0;
        for (Kind kind : Kind.values()) {
            sum += live(kind);
        }
        return sum;
    }

    /** The kinds with objects not closed yet, and how many. */
    public Map<Kind, Long> liveByKind() {
        Map<Kind, Long> counts = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            if (live(kind) != 0) {
                counts.put(kind, live(kind));
            }
        }
        return counts;
    }

    private static Map<Kind, AtomicLong> zeroes() {
        Map<Kind, AtomicLong> counts = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            counts.put(kind, new AtomicLong());
        }
        return counts;
    }

    private static AtomicLong count(Map<Kind, AtomicLong> counts, Kind kind) {
        return Objects.requireNonNull(counts.get(kind));
    }
}
