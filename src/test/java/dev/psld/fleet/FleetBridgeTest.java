package dev.psld.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.psld.agent.Agent;
import dev.psld.host.Journal;
import dev.psld.host.Priority;
import dev.psld.job.InterruptionException;
import dev.psld.job.JobSettings;
import dev.psld.job.JobState;
import dev.psld.job.JobSteps;
import dev.psld.job.RestoreRequest;
import dev.psld.job.RestoreResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder’s photos are restored by an agent that works for a fleet. */
class FleetBridgeTest {
    @TempDir
    Path folder;

    private NatsServer server;
    private Link link;
    private FleetControl control;
    private FleetRestorer bridge;

    @BeforeEach
    void start() {
        server = NatsServer.open(folder.resolve("s"));
        link = new Link(Servers.of(server.url(), Optional.empty(), Optional.empty()), "test");
        control = FleetControl.open(link, FleetFixture.settings("psld", folder.resolve("bridge")));
        bridge = new FleetRestorer(() -> control, 9, Duration.ofMillis(20));
    }

    @AfterEach
    void stop() {
        link.close();
        server.close();
    }

    private RestoreRequest photo(String name) throws IOException {
        Path at = folder.resolve(name);
        for (String inside : new String[] {"checkpoint", "view", "out"}) {
            Files.createDirectories(at.resolve(inside));
        }
        Path photo = Files.writeString(at.resolve("photo.jpg"), "photo " + name);
        return new RestoreRequest(
                "denoise/" + name + ".jpg",
                name,
                "denoise",
                photo,
                Optional.empty(),
                Optional.empty(),
                JobSettings.none(),
                Optional.empty(),
                at.resolve("checkpoint"),
                at.resolve("view"),
                at.resolve("out"));
    }

    private static JobSteps ends(InterruptionException.Reason why) {
        return (step, steps) -> {
            throw new InterruptionException(why);
        };
    }

    @Test
    void a_photo_comes_back_restored_and_a_bridge_that_was_stopped_waits_for_the_same_job() throws Exception {
        RestoreRequest work = photo("a");
        assertThatExceptionOfType(InterruptionException.class)
                .isThrownBy(() -> bridge.restore(work, ends(InterruptionException.Reason.STOP)));
        assertThat(control.jobs(9)).hasSize(1);
        Agent worker = SleepingWorker.agent(
                "w",
                20,
                Map.of(
                        "queue",
                        server.url(),
                        "spool",
                        folder.resolve("w").toString(),
                        "reserve.memory",
                        "0B",
                        "reserve.disk",
                        "0B"),
                new Journal(
                        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                        false,
                        Priority.ERROR,
                        Clock.systemUTC()));
        Thread thread = new Thread(worker::run, "worker");
        thread.start();
        try {
            AtomicInteger heard = new AtomicInteger();
            RestoreResult result = bridge.restore(work, (step, steps) -> heard.incrementAndGet());
            assertThat(result.picture())
                    .isEqualTo(work.staging().resolve("photo.png"))
                    .hasContent("restored photo a");
            assertThat(result.sidecars()).containsExactly(work.staging().resolve("photo.json"));
            assertThat(control.jobs(9)).hasSize(1);
            assertThat(control.today(java.time.ZoneOffset.UTC).done()).isEqualTo(1);
        } finally {
            worker.stop();
            thread.join();
        }
        assertThat(control.overview().workers()).as("it said goodbye").isEmpty();
    }

    @Test
    void what_is_cancelled_in_the_folder_is_cancelled_in_the_fleet() throws Exception {
        RestoreRequest work = photo("b");
        assertThatExceptionOfType(InterruptionException.class)
                .isThrownBy(() -> bridge.restore(work, ends(InterruptionException.Reason.CANCELLED)));
        String id = control.jobs(9).get(0).id();
        assertThat(control.state(id).orElseThrow()).isInstanceOf(JobState.Cancelled.class);
        assertThat(control.overview().waiting()).isZero();
    }
}
