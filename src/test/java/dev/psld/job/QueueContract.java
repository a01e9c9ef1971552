package dev.psld.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What the tests of every queue of jobs need, whatever it is made of. Its tasks have sr4 and inpaint among them. */
abstract class QueueContract {
    static final int MOST = 99;

    @TempDir
    protected Path folder;

    QueueHarness harness;
    JobQueue queue;
    JobQueue other;

    /** A new, empty queue. */
    protected abstract QueueHarness harness(Path folder);

    @BeforeEach
    void open() {
        harness = harness(made(folder.resolve("queue")));
        queue = harness.open("agent");
        other = harness.open("other");
    }

    static Path made(Path path) {
        try {
            return Files.createDirectories(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path file(String content) {
        try {
            return Files.writeString(Files.createTempFile(folder, "given", ".jpg"), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String submit(String name) {
        return queue.submit(JobSubmission.of("sr4", name, file("photo " + name)));
    }

    JobSubmission whole(Path photo, Path mask) {
        return new JobSubmission(
                "inpaint",
                "photo.jpg",
                photo,
                Optional.of(mask),
                Optional.empty(),
                SettingsFile.read(settings("{\"steps\": 3, \"seed\": 7}"), "settings"),
                false);
    }

    Path settings(String json) {
        return file(json);
    }

    HeldJob take(JobQueue from) {
        return harness.settled(from).next().orElseThrow().take().orElseThrow();
    }

    static RestoreResult restored(HeldJob job) {
        return new RestoreResult(
                stage(job, "photo.png", "restored"),
                List.of(stage(job, "photo-s1.png", "sample"), stage(job, "photo.json", "{}")),
                List.of());
    }

    static Path stage(HeldJob job, String name, String content) {
        try {
            return Files.writeString(job.staging().resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    QueueHarness another(String name) {
        return harness(made(folder.resolve(name)));
    }
}
