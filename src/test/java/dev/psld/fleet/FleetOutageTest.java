package dev.psld.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.psld.job.HeldJob;
import dev.psld.job.JobSubmission;
import dev.psld.job.QueueException;
import dev.psld.job.RestoreResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is not there, goes, stands still, or is full. */
@Tag("slow")
class FleetOutageTest {
    @TempDir
    Path folder;

    private static Link link(String url) {
        return new Link(Servers.of(url, Optional.empty(), Optional.empty()), "test");
    }

    private JobSubmission photo(String content) throws IOException {
        return JobSubmission.of("denoise", "a.jpg", Files.writeString(folder.resolve("given.jpg"), content));
    }

    @Test
    void a_server_that_is_not_there_is_said_without_its_password() {
        String url = "nats://me:secret@127.0.0.1:" + NatsServer.freePort();
        try (Link link = link(url)) {
            assertThatExceptionOfType(QueueException.class)
                    .isThrownBy(() -> new FleetFixture(link, folder))
                    .withMessageContaining("No NATS server at nats://127.0.0.1:")
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
        }
    }

    @Test
    void a_job_in_work_outlives_a_restart_of_the_server_and_is_published_once_it_is_back() throws IOException {
        try (NatsServer server = NatsServer.open(folder.resolve("s"));
                Link link = link(server.url())) {
            FleetFixture fleet = new FleetFixture(link, folder);
            String id = fleet.control().submit(photo("x"));
            FleetQueue worker = fleet.open("w");
            HeldJob held = worker.look().next().orElseThrow().take().orElseThrow();
            Path picture = Files.writeString(held.staging().resolve("photo.png"), "r");
            RestoreResult result = new RestoreResult(picture, List.of(), List.of());
            server.kill();
            assertThatExceptionOfType(QueueException.class).isThrownBy(held::heartbeat);
            assertThat(worker.paused()).as("as far as it is known").isFalse();
            assertThat(worker.cancelled(held.job())).isFalse();
            assertThatExceptionOfType(QueueException.class).isThrownBy(() -> held.publish(result));
            server.restart();
            server.await();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .ignoreExceptionsMatching(e -> e instanceof QueueException)
                    .untilAsserted(() -> assertThat(held.publish(result)).hasContent("r"));
            assertThat(fleet.results()).containsEntry("denoise/a.png", "r");
            assertThat(fleet.control().streams().ended().get(id)).isPresent();
            assertThat(fleet.open()).isZero();
        }
    }

    @Test
    void a_full_store_refuses_a_submission_and_all_else_goes_on() throws IOException {
        try (NatsServer server = NatsServer.open(folder.resolve("s"));
                Link link = link(server.url())) {
            FleetSettings s = FleetFixture.settings("full", folder);
            FleetFixture fleet = new FleetFixture(
                    link,
                    new FleetSettings(
                            s.name(),
                            s.replicas(),
                            4_000_000,
                            s.lease(),
                            s.redelivery(),
                            s.memory(),
                            s.originals(),
                            s.results(),
                            s.tasks(),
                            s.client(),
                            s.offer(),
                            s.local()));
            String id = fleet.control().submit(photo("x"));
            assertThatExceptionOfType(QueueException.class)
                    .isThrownBy(() -> fleet.control().submit(photo("y".repeat(6_000_000))))
                    .withMessageContaining("room");
            HeldJob held = fleet.open("w").look().next().orElseThrow().take().orElseThrow();
            assertThat(held.job().id()).isEqualTo(id);
            assertThat(held.photo()).hasContent("x");
            held.publish(new RestoreResult(
                    Files.writeString(held.staging().resolve("photo.png"), "r"), List.of(), List.of()));
            assertThat(fleet.results()).containsEntry("denoise/a.png", "r");
            assertThat(fleet.control().submit(photo("z")))
                    .as("half a file takes no room")
                    .isNotEmpty();
        }
    }

    @Test
    void a_server_that_stands_still_for_a_while_loses_nothing() throws Exception {
        try (NatsServer server = NatsServer.open(folder.resolve("s"));
                Link link = link(server.url())) {
            FleetFixture fleet = new FleetFixture(link, folder);
            String unused = fleet.control().submit(photo("x"));
            HeldJob held = fleet.open("w").look().next().orElseThrow().take().orElseThrow();
            RestoreResult result = new RestoreResult(
                    Files.writeString(held.staging().resolve("photo.png"), "r"), List.of(), List.of());
            server.signal("STOP");
            assertThatExceptionOfType(QueueException.class).isThrownBy(() -> held.publish(result));
            server.signal("CONT");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .ignoreExceptionsMatching(e -> e instanceof QueueException)
                    .untilAsserted(() -> assertThat(held.publish(result)).hasContent("r"));
            assertThat(fleet.results()).containsOnlyKeys("denoise/a.png");
        }
    }
}
