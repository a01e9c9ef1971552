package dev.psld.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who needs no fleet has nothing of it in memory. */
@Tag("slow")
class SpoolWithoutNatsTest {
    @TempDir
    Path folder;

    @Test
    void an_agent_on_a_folder_loads_no_class_of_the_client() throws Exception {
        Path log = folder.resolve("log");
        Path classes = folder.resolve("classes");
        Process agent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xlog:class+load:file=" + classes,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.psld.cli.Psld",
                        "agent",
                        "--set",
                        "spool=" + folder.resolve("spool"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> Files.readString(log).contains("watches"));
        } finally {
            agent.destroy();
            assertThat(agent.waitFor(30, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        }
        assertThat(Files.readString(classes)).contains("dev.psld.spool.Spool ").doesNotContain("io.nats.");
    }
}
