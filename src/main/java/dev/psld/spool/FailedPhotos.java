package dev.psld.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Photos that failed lately. One that is not what it was when it was taken was still being written then, by a writer that had
 * paused for longer than the stillness: it is another photo now. Thread-safe.
 */
final class FailedPhotos {
    /** Writers that pause for longer, and more of them at once, are not waited for. */
    private static final Duration WATCHED = Duration.ofHours(1);

    private static final int MOST = 1000;

    /**
     * One of them.
     *
     * @param path where it lies in {@code failed/}
     * @param taken what it was when it was claimed
     */
    record Failed(Path path, JobFile job, FileSignature taken, long since) {}

    private final LongSupplier nanos;
    private final Deque<Failed> all = new ArrayDeque<>();

    /** @param nanos monotonic */
    FailedPhotos(LongSupplier nanos) {
        this.nanos = nanos;
    }

    synchronized void add(Path path, JobFile job, FileSignature taken) {
        all.addLast(new Failed(path, job, taken, nanos.getAsLong()));
        if (all.size() > MOST) {
            all.removeFirst();
        }
    }

    /** Those that have changed; each is told of once. */
    synchronized List<Failed> changed() {
        List<Failed> changed = new ArrayList<>();
        for (Iterator<Failed> each = all.iterator(); each.hasNext(); ) {
            Failed one = each.next();
            try {
                if (!FileSignature.of(one.path()).equals(one.taken())) {
                    changed.add(one);
                    each.remove();
                } else if (nanos.getAsLong() - one.since() > WATCHED.toNanos()) {
                    each.remove();
                }
            } catch (IOException e) {
                each.remove(); // Somebody has moved it.
            }
        }
        return changed;
    }
}
