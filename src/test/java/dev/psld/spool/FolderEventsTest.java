package dev.psld.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.job.JobCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events shorten the wait; without them it only takes its time. */
class FolderEventsTest {
    @TempDir
    Path root;

    private SpoolFixture fixture;

    @BeforeEach
    void open() {
        fixture = new SpoolFixture(root);
        fixture.open("agent");
    }

    @Test
    void a_dropped_file_ends_the_wait() throws InterruptedException {
        try (FolderEvents hints = FolderEvents.open(fixture.layout(), true)) {
            assertThat(hints.polling()).isEmpty();
            fixture.drop("inbox/priority/sr4/a.png", "x");
            assertThat(hints.await(Duration.ofSeconds(30))).isTrue();
        }
    }

    @Test
    void a_status_of_an_agent_wakes_nobody_and_a_pause_does() throws InterruptedException {
        try (FolderEvents hints = FolderEvents.open(fixture.layout(), true)) {
            new StatusFiles(root).write("agent", new JobCounts(1, 2));
            assertThat(hints.await(Duration.ofMillis(50))).isFalse();
            SpoolControl.open(root, fixture.settings).pause();
            assertThat(hints.await(Duration.ofSeconds(30))).isTrue();
        }
    }

    @Test
    void with_the_watcher_off_the_time_ends_it() throws InterruptedException {
        try (FolderEvents hints = FolderEvents.open(fixture.layout(), false)) {
            assertThat(hints.polling()).contains("the watcher is off");
            fixture.drop("inbox/sr4/a.png", "x");
            assertThat(hints.await(Duration.ofMillis(5))).isFalse();
        }
    }

    @Test
    void a_folder_that_cannot_be_watched_leads_to_polling_with_a_reason() throws InterruptedException, IOException {
        Files.delete(root.resolve("inbox/sr4"));
        try (FolderEvents hints = FolderEvents.open(fixture.layout(), true)) {
            assertThat(hints.polling().orElseThrow()).contains("cannot be watched");
            assertThat(hints.await(Duration.ofMillis(5))).isFalse();
            Files.createDirectory(root.resolve("inbox/sr4"));
            hints.reopen();
            assertThat(hints.polling()).isEmpty();
        }
    }

    @Test
    void a_folder_made_anew_is_watched_again() throws InterruptedException, IOException {
        try (FolderEvents hints = FolderEvents.open(fixture.layout(), true)) {
            new FileOperations().deleteTree(root.resolve("inbox"));
            while (hints.polling().isEmpty()) {
                assertThat(hints.await(Duration.ofSeconds(30))).isTrue();
            }
            fixture.layout().make(new FileOperations());
            hints.reopen();
            fixture.drop("inbox/sr4/a.png", "x");
            assertThat(hints.await(Duration.ofSeconds(30))).isTrue();
        }
    }
}
