package dev.psld.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
    private static final Instant NOW = Instant.parse("2026-01-10T12:00:00Z");

    @Test
    void what_nobody_wrote_to_for_a_day_goes_and_all_else_stays(@TempDir Path models) throws IOException {
        folder(models, ".killed.part", "2026-01-08T12:00:00Z", "2026-01-08T13:00:00Z");
        folder(models, ".at-work.part", "2026-01-08T12:00:00Z", "2026-01-10T11:59:00Z");
        folder(models, "sd15", "2026-01-01T12:00:00Z", "2026-01-01T12:00:00Z");
        folder(models, ".hidden", "2026-01-01T12:00:00Z", "2026-01-01T12:00:00Z");
        Path file = Files.createFile(models.resolve(".download.part"));
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
        Files.createSymbolicLink(models.resolve(".link.part"), models.resolve("sd15"));
        Leftovers.sweep(models, NOW);
        try (var all = Files.list(models)) {
            assertThat(all.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder(".at-work.part", "sd15", ".hidden", ".download.part", ".link.part");
        }
        assertThat(models.resolve("sd15/unet.bin")).exists();
    }

    private static void folder(Path models, String name, String made, String written) throws IOException {
        Path folder = Files.createDirectory(models.resolve(name));
        Path file = Files.write(folder.resolve("unet.bin"), new byte[8]);
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse(written)));
        Files.setLastModifiedTime(folder, FileTime.from(Instant.parse(made)));
    }

    @Test
    void a_folder_that_is_not_there_has_none(@TempDir Path models) {
        Leftovers.sweep(models.resolve("none"), NOW);
        assertThat(models.resolve("none")).doesNotExist();
    }
}
