package dev.psld.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.psld.agent.AgentLogs;
import dev.psld.bundle.TinyBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A job that is stopped, or killed, ends with the bytes of one that was not, and does not begin anew. */
@Tag("slow")
@ExtendWith(AgentLogs.class)
class ResumeTest {
    private static final List<String> SETTINGS =
            List.of("tasks.denoise.steps=600", "tasks.denoise.samples=4", "checkpoint-every=50", "log=info");

    @TempDir
    Path folder;

    private Path model = Path.of("");
    private Path spool = Path.of("");

    @Test
    void the_bytes_are_those_of_an_undisturbed_run() throws IOException {
        model = TinyBundle.folder(folder.resolve("model"));
        spool = Files.createDirectories(folder.resolve("spool"));
        Drops drops = new Drops(spool, folder, 6);
        try (AgentProcess agent = start("whole")) {
            drops.photo("denoise", "whole.png");
            done(agent, "whole");
            again(drops, "stopped");
            inWork(agent, "stopped");
            long began = System.nanoTime();
            assertThat(agent.stop()).isEqualTo(143);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30)); // stop-timeout
            agent.says("denoise/stopped.png: put back");
        }
        try (AgentProcess agent = start("next")) {
            done(agent, "stopped");
            agent.says("goes on from step");
            again(drops, "killed");
            inWork(agent, "killed");
            agent.kill();
        }
        try (AgentProcess agent = start("last")) {
            done(agent, "killed");
            agent.says("goes on from step");
            agent.says("for the 2. time");
        }
        again(drops, "fresh");
        try (AgentProcess agent = start("fresh", "checkpoint-every=0")) {
            stepping(agent);
            assertThat(agent.stop()).isEqualTo(143);
            agent.says("denoise/fresh.png: put back");
        }
        try (AgentProcess agent = start("refreshed")) {
            done(agent, "fresh");
            agent.says("goes on from step");
        }
        for (String suffix : List.of(".png", "-s1.png", "-s2.png", "-s4.png", ".uncertainty.png")) {
            byte[] whole = Files.readAllBytes(result("whole" + suffix));
            assertThat(result("stopped" + suffix)).hasBinaryContent(whole);
            assertThat(result("killed" + suffix)).hasBinaryContent(whole);
            assertThat(result("fresh" + suffix)).hasBinaryContent(whole);
        }
    }

    private AgentProcess start(String log, String... more) {
        return new AgentProcess(
                spool,
                model,
                folder.resolve(log),
                Stream.concat(SETTINGS.stream(), Stream.of(more)).toList());
    }

    private void again(Drops drops, String name) throws IOException {
        Path copy = Files.write(folder.resolve("copy"), drops.all().get("denoise/whole.png"));
        Files.move(copy, spool.resolve("inbox/denoise").resolve(name + ".png"));
    }

    private Path result(String name) {
        return spool.resolve("done/denoise").resolve(name);
    }

    private void done(AgentProcess agent, String name) {
        Awaitility.await(name)
                .atMost(Duration.ofMinutes(2))
                .failFast(() -> {
                    assertThat(agent.alive()).as(agent.log()).isTrue();
                    assertThat(spool.resolve("failed/denoise/" + name + ".error.txt"))
                            .doesNotExist();
                })
                .until(() -> Files.exists(result(name + ".png")) && Inventory.open(spool) == 0);
    }

    /** Waits until steps are made, whether or not they are kept: what takes a second to be told takes several to be done. */
    private void stepping(AgentProcess agent) {
        Path status = spool.resolve("control");
        Awaitility.await("steps")
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(20))
                .failFast("the agent has died", () -> !agent.alive())
                .until(() -> Inventory.files(status).stream()
                        .filter(file -> file.getFileName().toString().matches("status-.*\\.json"))
                        .map(ResumeTest::read)
                        .filter(read -> read.path("pid").asLong() == agent.pid())
                        .anyMatch(read -> read.path("jobs").path(0).path("step").asInt() > 0));
    }

    /** A status that is replaced, or removed, while it is read says nothing. */
    private static JsonNode read(Path file) {
        try {
            return new ObjectMapper().readTree(file.toFile());
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    /** Waits until some of the steps are kept. */
    private void inWork(AgentProcess agent, String name) {
        Awaitility.await(name)
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(20))
                .failFast("the agent has died", () -> !agent.alive())
                .until(() -> Inventory.files(spool.resolve("working")).stream()
                        .anyMatch(file -> file.toString().endsWith(".latent")));
    }
}
