package dev.psld.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.job.HeldJob;
import dev.psld.job.JobQueue;
import dev.psld.job.QueueSnapshot;
import dev.psld.job.RestoreResult;
import dev.psld.spool.AgentIdentity;
import dev.psld.spool.Retention;
import dev.psld.spool.Spool;
import dev.psld.spool.SpoolSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of thousands: how long a look takes, and how long the way from one job to the next. */
class ManyPhotosTest {
    private static final int JOBS = 20;

    @TempDir
    Path folder;

    private static final SpoolSettings SETTINGS = new SpoolSettings(
            Duration.ofMillis(1),
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Retention.keep(),
            Set.of("inpaint", "sr4"),
            "priority");

    @Test
    @Tag("faults")
    void fifty_thousand_photos_are_begun_at_once_and_the_way_to_the_next_job_is_short() throws IOException {
        double few = measure("few", 100, true);
        assertThat(measure("thousands", Integer.getInteger("psld.photos", 5000), true))
                .isLessThan(few + 0.7);
        assertThat(measure("most", Integer.getInteger("psld.most", 50_000), false))
                .isLessThan(few + 0.7);
    }

    /** Seconds from one job to the next, without the work itself. */
    private double measure(String name, int photos, boolean masks) throws IOException {
        Path root = Files.createDirectory(folder.resolve(name));
        JobQueue queue =
                Spool.open(root, SETTINGS, AgentIdentity.current("test"), InstantSource.system(), System::nanoTime);
        Path inbox = root.resolve(masks ? "inbox/inpaint" : "inbox/sr4");
        for (int n = 0; n < photos; n++) {
            Files.writeString(inbox.resolve(String.format(Locale.ROOT, "p%05d.jpg", n)), "x");
            if (masks) {
                Files.writeString(inbox.resolve(String.format(Locale.ROOT, "p%05d.mask.png", n)), "m");
            }
        }
        double first = seconds(queue::look);
        double second = seconds(queue::look);
        long used = used();
        double jobs = seconds(() -> {
            for (int n = 0; n < JOBS; n++) {
                queue.recover(1);
                QueueSnapshot look = queue.look();
                HeldJob job = look.next().orElseThrow().take().orElseThrow();
                job.publish(result(job));
            }
        });
        System.out.printf(
                Locale.ROOT,
                "%d photos%s: first look %.2f s, second %.2f s, from job to job %.3f s, %.0f MB and %.0f MB later%n",
                photos,
                masks ? " with masks" : "",
                first,
                second,
                jobs / JOBS,
                used / 1e6,
                (used() - used) / 1e6);
        assertThat(first + second).isLessThan(20); // 10 s on a machine that does nothing else
        assertThat(used() - used).isLessThan(20_000_000);
        return jobs / JOBS;
    }

    private static RestoreResult result(HeldJob job) {
        try {
            return new RestoreResult(
                    Files.writeString(job.staging().resolve("photo.png"), "restored"), List.of(), List.of());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static double seconds(Runnable work) {
        long began = System.nanoTime();
        work.run();
        return (System.nanoTime() - began) / 1e9;
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
