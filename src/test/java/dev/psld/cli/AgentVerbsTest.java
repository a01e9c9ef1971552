package dev.psld.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.psld.cli.agent.SpoolOptions;
import dev.psld.config.AgentConfig;
import dev.psld.spool.AgentIdentity;
import dev.psld.spool.Spool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs that speak to agents through their spool, where none runs. */
class AgentVerbsTest {
    @TempDir
    Path spool;

    @BeforeEach
    void plant() {
        Spool.open(
                spool,
                SpoolOptions.of(AgentConfig.of(Map.of("spool", spool.toString()))),
                AgentIdentity.current("earlier"),
                InstantSource.system(),
                System::nanoTime);
    }

    private CliRun agent(Object verb, Object... more) {
        Object[] all = new Object[4 + more.length];
        all[0] = "agent";
        all[1] = verb;
        all[2] = "--spool";
        all[3] = spool;
        System.arraycopy(more, 0, all, 4, more.length);
        return CliRun.of(all);
    }

    @Test
    void status_tells_of_pauses_and_of_no_agent() throws IOException {
        assertThat(agent("status").ok().out())
                .contains("today 0 done, 0 failed", "no agent runs")
                .doesNotContain("paused");
        assertThat(agent("pause").ok().out()).contains("psld agent resume");
        JsonNode status =
                new ObjectMapper().readTree(agent("status", "--json").ok().out());
        assertThat(status.get("paused").asBoolean()).isTrue();
        assertThat(status.get("agents")).isEmpty();
        agent("resume").ok();
        assertThat(agent("status").ok().out()).doesNotContain("paused");
    }

    @Test
    void a_failed_photo_goes_back_into_the_inbox() throws IOException {
        Files.writeString(spool.resolve("failed/sr4/a.png"), "photo");
        Files.writeString(spool.resolve("failed/sr4/a.error.txt"), "why");
        agent("retry", "a.png").ok();
        assertThat(spool.resolve("inbox/sr4/a.png")).hasContent("photo");
        assertThat(spool.resolve("failed/sr4")).isEmptyDirectory();
        agent("retry", "a.png").fails(ExitCode.SPOOL, "a.png");
    }

    @Test
    void a_photo_in_the_queue_is_cancelled() throws IOException {
        Files.writeString(spool.resolve("inbox/sr4/b.png"), "photo");
        assertThat(agent("cancel", "b.png").ok().out()).contains("b.png");
        assertThat(spool.resolve("failed/sr4/b.png")).hasContent("photo");
        assertThat(spool.resolve("inbox/sr4/b.png")).doesNotExist();
    }
}
