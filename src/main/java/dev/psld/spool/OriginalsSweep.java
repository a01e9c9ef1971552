package dev.psld.spool;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Deletes originals that were kept for their days. Files are dated by their change time, which the move to
 * {@code originals/} sets and which no program can set back; where a file system has none, they are kept. Not thread-safe.
 *
 * <p>A wall clock that jumps must not cost photos: after a jump against the monotonic clock nothing is deleted for a day.
 */
final class OriginalsSweep {
    private static final Duration JUMP = Duration.ofMinutes(10);
    private static final Duration QUARANTINE = Duration.ofDays(1);

    private final FileOperations disk;
    private final Layout layout;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private Instant wall;
    private long monotonic;
    private long trustedFrom;

    OriginalsSweep(FileOperations disk, Layout layout, InstantSource clock, LongSupplier nanos) {
        this.disk = disk;
        this.layout = layout;
        this.clock = clock;
        this.nanos = nanos;
        this.wall = clock.instant();
        this.monotonic = nanos.getAsLong();
        this.trustedFrom = monotonic;
    }

    int run() throws IOException {
        if (!(layout.settings().originals() instanceof Retention.KeepDays kept) || jumped()) {
            return 0;
        }
        Instant oldest = clock.instant().minus(Duration.ofDays(kept.days()));
        int[] removed = {0};
        Files.walkFileTree(layout.root().resolve("originals"), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (archived(file).isBefore(oldest)) {
                    disk.delete(file);
                    removed[0]++;
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
        return removed[0];
    }

    private boolean jumped() {
        Instant nowWall = clock.instant();
        long now = nanos.getAsLong();
        Duration drift =
                Duration.between(wall, nowWall).minusNanos(now - monotonic).abs();
        if (drift.compareTo(JUMP) > 0) {
            trustedFrom = now + QUARANTINE.toNanos();
        }
        wall = nowWall;
        monotonic = now;
        return now - trustedFrom < 0;
    }

    private static Instant archived(Path file) throws IOException {
        try {
            return ((FileTime) Files.getAttribute(file, "unix:ctime")).toInstant();
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return Instant.MAX; // Better kept for ever than lost.
        }
    }
}
