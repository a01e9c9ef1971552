package dev.psld.restore;

import dev.psld.fault.HeapLimit;
import dev.psld.host.SystemMemory;
import dev.psld.operator.LinearMap;
import dev.psld.picture.BadPictureException;
import dev.psld.restore.photo.Photo;
import dev.psld.sampler.Method;
import dev.psld.sampler.SolverSettings;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The memory that a method on pictures will take for a photo that was read, counted before the first step: what is held of the
 * photo, what the method works in, what the results take, and the windows of the model. Immutable.
 *
 * @param heap bytes of Java's own
 * @param outside bytes beside these: of ONNX Runtime, the model, Java itself
 */
record MemoryPlan(long heap, long outside) {
    /** What a program takes that restores a picture of one pixel: measured. */
    private static final long JAVA = 160L << 20;

    /** Photos that take less than this are not refused: Java makes do with less than it would like. */
    private static final long SMALL = 512L << 20;

    private static final long RUNTIME = 230L << 20;

    /** Bytes outside of Java for each pixel of a window in work: activations of onnx/photo, measured. */
    private static final long WINDOW = 900;

    /** Below this nothing is asked or said: what is measured by the way counts for more. */
    private static final long WORTH_SAYING = 1L << 30;

    /** Pictures of three planes of floats that a method works in, beside the measurement and the guess. */
    private static int pictures(Method method) {
        return switch (method) {
            case PNP -> 1;
            case DIFFPIR -> 4;
            case BICUBIC, BIHARMONIC -> 1;
            case ADMM_TV -> 8;
            default -> 7;
        };
    }

    /** Bytes of an operator that sees a channel as a whole in double precision, for each number of the channels in work: measured. */
    private static final long WHOLE = 8 * 7;

    /**
     * Counts.
     *
     * @param samples how many are drawn
     * @param windows of the model; empty without one
     */
    static MemoryPlan of(Photo photo, SolverSettings settings, int samples, Optional<Workload> windows) {
        long pixels = (long) photo.geometry().width() * photo.geometry().height();
        long result = photo.part().isPresent()
                ? photo.source().pixels()
                : (long) photo.geometry().sourceWidth() * photo.geometry().sourceHeight();
        long window = windows.map(work -> (long) work.windows().height()).orElse(0L);
        long band = 12 * window * photo.geometry().width();
        long solving = 12 * pixels * pictures(settings.method()) + whole(photo, pixels) + band;
        boolean blended = photo.mask().isPresent() || photo.source().grey();
        long finishing = 12 * result * (blended ? 1 : 0) + (samples > 1 ? 24 * result : 0);
        long drawn = 12 * pixels * (samples - 1) + 12 * result * (samples > 1 ? samples : 0);
        long heap = JAVA + held(photo) + Math.max(solving, 12 * pixels + finishing + drawn);
        long inWork = windows.map(w -> (long) w.windows().height() * w.windows().width())
                .orElse(0L);
        return new MemoryPlan(heap, RUNTIME + WINDOW * inWork);
    }

    /** What is held of the photo itself: arrays that are shared count once. */
    private static long held(Photo photo) {
        Set<float[]> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
        arrays.add(photo.source().readSamples());
        arrays.add(photo.measurement().y());
        photo.guess().ifPresent(arrays::add);
        long floats = arrays.stream().mapToLong(array -> array.length).sum();
        long alpha = photo.source().alpha().isPresent() ? photo.source().pixels() : 0;
        long mask = photo.mask().isPresent() ? photo.source().pixels() : 0;
        return 4 * (floats + alpha) + mask;
    }

    /** What a part of the channels takes that is worked on at once, where an operator sees a channel as a whole. */
    private static long whole(Photo photo, long pixels) {
        List<LinearMap.Part> parts =
                photo.operator().plane().map(map -> map.parts(1 << 16)).orElse(List.of());
        return parts.size() > 1 || pixels < 1 << 17
                ? 0
                : WHOLE * pixels * Math.min(3, Runtime.getRuntime().availableProcessors());
    }

    /** Bytes of the whole process. */
    long whole() {
        return heap + outside;
    }

    /** Whether it is worth a word. */
    boolean worthSaying() {
        return whole() >= WORTH_SAYING;
    }

    /** How much in words: {@code 2.9 GB of memory}. */
    String words() {
        return String.format(Locale.ROOT, "%.1f GB of memory", gigabytes(whole()));
    }

    /**
     * Refuses a photo that Java or the machine has no room for.
     *
     * @param name what the photo is called
     * @param most bytes that Java may take
     * @param committed bytes of these that it has from the system already
     */
    void require(String name, long most, long committed, SystemMemory system) {
        if (heap > Math.max(SMALL, most)) {
            throw new BadPictureException(String.format(
                    Locale.ROOT,
                    "%s takes about %.1f GB of Java's memory, and Java may take %.1f GB here: give it more with"
                            + " JAVA_TOOL_OPTIONS=-Xmx%dm, or make the photo smaller.",
                    name,
                    gigabytes(heap),
                    gigabytes(most),
                    HeapLimit.megabytes(heap)));
        }
        long more = Math.max(0, heap - committed) + outside;
        long free = system.available().orElse(Long.MAX_VALUE);
        if (worthSaying() && more > free) {
            throw new BadPictureException(String.format(
                    Locale.ROOT,
                    "%s takes about %.1f GB of memory more, and the machine has %.1f GB free: end other programs, or make"
                            + " the photo smaller.",
                    name,
                    gigabytes(more),
                    gigabytes(free)));
        }
    }

    private static double gigabytes(long bytes) {
        return (double) bytes / (1 << 30);
    }
}
