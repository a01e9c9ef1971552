package dev.psld.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.agent.AgentLogs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** SIGHUP, as {@code systemctl reload} sends it: the configuration is read again, and the agent lives on. */
@ExtendWith(AgentLogs.class)
class HangupTest {
    @TempDir
    Path folder;

    @Test
    void the_configuration_is_read_again() throws IOException {
        Path spool = Files.createDirectories(folder.resolve("spool"));
        Path file = Files.writeString(folder.resolve("agent.yaml"), "tasks: {denoise: {steps: 7}}\n");
        try (AgentProcess agent = new AgentProcess(
                spool, folder.resolve("no model"), folder.resolve("log"), List.of("log=info"), Optional.of(file))) {
            agent.says("watches");
            agent.signal("HUP");
            agent.says("configuration: read again, nothing has changed");
            Files.writeString(file, "tasks: {denoise: {steps: 9}}\nthreads: 3\n");
            agent.signal("HUP");
            agent.says("tasks.denoise.steps");
            assertThat(agent.alive()).isTrue();
            assertThat(agent.stop()).isEqualTo(143);
        }
    }
}
