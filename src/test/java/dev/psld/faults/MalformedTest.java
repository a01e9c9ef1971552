package dev.psld.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.agent.AgentLogs;
import dev.psld.bundle.TinyBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A hundred inputs that cannot be worked with: a hundred clear failures, a living agent, and good photos restored. */
@ExtendWith(AgentLogs.class)
class MalformedTest {
    @TempDir
    Path folder;

    @Test
    void each_fails_clearly_and_nothing_else_does() throws IOException {
        Path model = TinyBundle.folder(folder.resolve("model"));
        Path spool = Files.createDirectories(folder.resolve("spool"));
        Drops drops = new Drops(spool, folder, 3);
        try (AgentProcess agent = new AgentProcess(
                spool, model, folder.resolve("log"), List.of("watch.companion-wait=1s", "watch.rescan=1s"))) {
            drops.photo("denoise", "before.png");
            done(agent, spool, "denoise/before.png");
            double before = agent.residentMb();
            List<String> wrong = Malformed.drop(spool.resolve("inbox"));
            Files.write(spool.resolve("inbox/denoise/loop.jpg"), Malformed.exifLoop());
            assertThat(wrong).hasSizeGreaterThanOrEqualTo(100);
            Awaitility.await()
                    .atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofMillis(300))
                    .failFast("the agent has died", () -> !agent.alive())
                    .until(() -> reasons(spool).size() >= wrong.size());
            drops.photo("denoise", "after.png");
            done(agent, spool, "denoise/after.png");
            done(agent, spool, "denoise/loop.png"); // odd, but a picture
            double after = agent.residentMb();
            Set<Path> reasons = reasons(spool);
            assertThat(reasons).hasSize(wrong.size());
            for (Path reason : reasons) {
                String text = Files.readString(reason);
                assertThat(text)
                        .as(reason.toString())
                        .hasSizeGreaterThan(20)
                        .doesNotContain("Exception", "unexpected", "\tat ");
                assertThat(text).doesNotContain(spool.resolve("working").toString());
            }
            assertThat(Inventory.files(spool.resolve("done"))).hasSize(6);
            assertThat(after).as("MB, with the model loaded before and after").isLessThan(before * 1.5 + 60);
            System.out.printf(
                    "%d malformed inputs: %d clear failures, agent alive, 3 of 3 good photos restored; %.0f → %.0f MB%n",
                    wrong.size(), reasons.size(), before, after);
            assertThat(agent.stop()).isEqualTo(143);
        }
    }

    private static void done(AgentProcess agent, Path spool, String name) {
        Awaitility.await(name)
                .atMost(Duration.ofMinutes(1))
                .failFast("the agent has died", () -> !agent.alive())
                .until(() -> Files.exists(spool.resolve("done").resolve(name)));
    }

    private static Set<Path> reasons(Path spool) throws IOException {
        try (Stream<Path> all = Files.walk(spool.resolve("failed"))) {
            return all.filter(file -> file.toString().endsWith(".error.txt")).collect(Collectors.toSet());
        }
    }
}
