package dev.psld.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memory and disk. */
class MemoryAndDiskTest {
    @Test
    void memory_is_counted_in_bytes(@TempDir Path root) {
        new KernelTree(root)
                .with("proc/meminfo", "MemTotal:       32000 kB\nMemFree: 1 kB\nMemAvailable:   16000 kB\n")
                .with("proc/self/status", "Name:\tjava\nVmHWM:\t 900 kB\nVmRSS:\t 800 kB\n");
        SystemMemory memory = new SystemMemory(root);
        assertThat(memory.total()).hasValue(32000 * 1024);
        assertThat(memory.available()).hasValue(16000 * 1024);
        assertThat(memory.resident()).hasValue(800 * 1024);
        assertThat(memory.peakResident()).hasValue(900 * 1024);
    }

    @Test
    void a_system_that_says_nothing_is_not_taken_for_one_without_memory(@TempDir Path root) {
        SystemMemory memory = new SystemMemory(root);
        assertThat(memory.available()).isEmpty();
        assertThat(memory.resident()).isEmpty();
        new KernelTree(root).with("proc/meminfo", "MemAvailable: much\n");
        assertThat(memory.available()).isEmpty();
    }

    @Test
    void this_process_sees_itself() {
        SystemMemory memory = SystemMemory.system();
        assertThat(memory.resident().orElseThrow())
                .isBetween(10L << 20, memory.total().orElseThrow());
    }

    @Test
    void a_folder_that_is_not_made_yet_has_the_room_of_the_one_above(@TempDir Path folder) throws IOException {
        Path planned = folder.resolve("a/b");
        assertThat(DiskSpace.existing(planned)).isEqualTo(folder.toAbsolutePath());
        assertThat(DiskSpace.free(planned)).isPositive();
        assertThat(DiskSpace.existing(Files.createDirectories(planned))).isEqualTo(planned);
    }
}
