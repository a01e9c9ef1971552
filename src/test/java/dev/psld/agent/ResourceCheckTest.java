package dev.psld.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.config.AgentConfig;
import dev.psld.host.SystemMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResourceCheckTest {
    @TempDir
    Path folder;

    @Test
    void too_little_memory_is_told_until_a_model_has_its_own() throws IOException {
        Files.writeString(
                Files.createDirectories(folder.resolve("proc")).resolve("meminfo"), "MemAvailable: 1000000 kB\n");
        ResourceCheck room = new ResourceCheck(folder, new SystemMemory(folder));
        AgentConfig.Reserve reserve = reserve("0B", "2GB");
        assertThat(room.shortage(reserve, false))
                .hasValueSatisfying(sentence -> assertThat(sentence)
                        .contains("1024 MB of memory are free", "reserve.memory", "2000 MB", "stop other programs"));
        assertThat(room.shortage(reserve, true)).isEmpty();
        assertThat(room.shortage(reserve("0B", "1GB"), false)).isEmpty();
    }

    @Test
    void too_little_disk_is_told_always() {
        ResourceCheck room = new ResourceCheck(folder, new SystemMemory(folder));
        for (boolean loaded : new boolean[] {false, true}) {
            assertThat(room.shortage(reserve("100TB", "0B"), loaded))
                    .hasValueSatisfying(sentence ->
                            assertThat(sentence).contains(folder.toString(), "reserve.disk", "free some space"));
        }
        assertThat(room.shortage(reserve("0B", "0B"), false)).isEmpty();
    }

    private AgentConfig.Reserve reserve(String disk, String memory) {
        return AgentConfig.of(Map.of("spool", folder.toString(), "reserve.disk", disk, "reserve.memory", memory))
                .limits()
                .reserve();
    }
}
