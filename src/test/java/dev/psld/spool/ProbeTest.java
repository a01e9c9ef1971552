package dev.psld.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeTest {
    @TempDir
    Path root;

    private void open() {
        Spool.open(
                root,
                SpoolSettings.defaults(Set.of("sr4")),
                AgentIdentity.current("test"),
                InstantSource.system(),
                System::nanoTime);
    }

    @Test
    void what_a_killed_agent_left_goes_at_the_next_start_of_any() throws IOException {
        open();
        Path old = Files.createFile(root.resolve("done/.probe-other-17.tmp"));
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(60)));
        Path young = Files.createFile(root.resolve("failed/.probe-other-18.tmp"));
        Path photo = Files.createFile(root.resolve("done/.photo-other.tmp"));
        Files.setLastModifiedTime(photo, FileTime.from(Instant.now().minusSeconds(60)));
        open();
        assertThat(old).doesNotExist();
        assertThat(young).exists();
        assertThat(photo).exists();
        assertThat(root.resolve("control/.probe-test.tmp")).doesNotExist();
    }
}
