package dev.psld.restore;

import dev.psld.fault.FaultException;
import dev.psld.job.JobView;
import dev.psld.picture.Picture;
import dev.psld.picture.PictureFormat;
import dev.psld.picture.PictureWriter;
import dev.psld.picture.Resampler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/**
 * Shows a job to those who follow it, and costs nothing while nobody does: previews take at most a tenth of the time. What
 * cannot be written is not shown, and the job goes on. Thread-safe; one per job.
 */
public final class LiveView {
    /** Since the folder was last touched by one who follows. */
    private static final Duration FOLLOWED = Duration.ofSeconds(20);

    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration NUMBERS = Duration.ofMillis(250);
    private static final Duration PREVIEW = Duration.ofMillis(500);

    /** Time between two previews, against that of one. */
    private static final int SHARE = 9;

    /** Pixels along the longer side of a preview. */
    private static final int SIDE = 640;

    private final Path folder;
    private final LongSupplier nanos;
    private final PictureWriter writer = new PictureWriter().overwriting(true);
    private final List<JobView.Residual> residuals = new ArrayList<>();
    private Optional<FileTime> touched = Optional.empty();
    private boolean followed;
    private long touchSeen;
    private long looked;
    private long written;
    private long previewBegan;
    private long nextPreview;
    private boolean previewing;
    private int step;
    private int steps;
    private int previewed;

    /** @param nanos monotonic */
    LiveView(Path folder, LongSupplier nanos) {
        this.folder = folder;
        this.nanos = nanos;
        this.looked = nanos.getAsLong() - LOOK.toNanos();
        this.written = nanos.getAsLong() - NUMBERS.toNanos();
        this.nextPreview = nanos.getAsLong();
        JobView.read(folder).ifPresent(before -> residuals.addAll(before.residuals()));
    }

    /** A step of the job was made. */
    synchronized void step(int made, int of, OptionalDouble residual) {
        step = made;
        steps = of;
        residual.ifPresent(value -> {
            residuals.removeIf(point -> point.step() >= made); // made anew from a checkpoint
            residuals.add(new JobView.Residual(made, value));
        });
        long now = nanos.getAsLong();
        if (followed(now) && (now - written >= NUMBERS.toNanos() || made == of)) {
            written = now;
            write();
        }
    }

    /** Whether a picture of what is believed is wanted now. */
    synchronized boolean wantsPreview() {
        long now = nanos.getAsLong();
        if (previewing || now < nextPreview || !followed(now)) {
            return false;
        }
        previewing = true;
        previewBegan = now;
        return true;
    }

    /** Shows what is believed, as large as the result. */
    synchronized void show(int after, Picture believed) {
        try {
            writer.write(small(believed), JobView.preview(folder), PictureFormat.JPEG, Map.of());
            previewed = after;
            write();
        } catch (FaultException e) {
            followed = false; // the folder has gone; it is looked for again
        }
        long now = nanos.getAsLong();
        nextPreview = now + Math.max(PREVIEW.toNanos(), SHARE * (now - previewBegan));
        previewing = false;
    }

    private static Picture small(Picture picture) {
        int longer = Math.max(picture.width(), picture.height());
        Picture opaque = picture.withoutAlpha();
        return longer <= SIDE
                ? opaque
                : Resampler.BICUBIC.resize(opaque, side(picture.width(), longer), side(picture.height(), longer));
    }

    private static int side(int length, int longer) {
        return Math.max(1, Math.round((float) length * SIDE / longer));
    }

    private void write() {
        try {
            new JobView(step, steps, residuals, previewed).write(folder);
        } catch (IOException e) {
            followed = false;
        }
    }

    /** By the folder's time as it changes, and the clock of this process: those of other machines may differ. */
    private boolean followed(long now) {
        if (now - looked >= LOOK.toNanos()) {
            looked = now;
            Optional<FileTime> time = time();
            if (!time.equals(touched)) {
                touched = time;
                touchSeen = now;
            }
            followed = time.isPresent() && now - touchSeen < FOLLOWED.toNanos();
        }
        return followed;
    }

    private Optional<FileTime> time() {
        try {
            return Optional.of(Files.getLastModifiedTime(folder));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
