package dev.psld.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.psld.ort.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ElfFileTest {
    @Test
    void reads_what_readelf_reads_of_onnx_runtime() throws IOException {
        try (Environment environment = Environment.open()) {
            ElfFile library = ElfFile.read(environment.libraryFile());
            // readelf -d libonnxruntime.so
            assertThat(library.needed()).contains("libstdc++.so.6", "libm.so.6", "libgcc_s.so.1", "libc.so.6");
            assertThat(library.runPath()).containsExactly("$ORIGIN");
            assertThat(library.machine()).isEqualTo(System.getProperty("os.arch"));
        }
    }

    @Test
    void what_is_no_library_is_said_to_be_none(@TempDir Path folder) throws IOException {
        Path text = Files.writeString(folder.resolve("a.so"), "not a library, though its name says so".repeat(4));
        assertThatThrownBy(() -> ElfFile.read(text))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a.so is no");
        Path empty = Files.createFile(folder.resolve("empty.so"));
        assertThatThrownBy(() -> ElfFile.read(empty)).hasMessageContaining("ends early");
    }

    @Test
    void damaged_libraries_end_in_words_not_in_crashes(@TempDir Path folder) throws IOException {
        byte[] whole = Files.readAllBytes(Path.of(System.getProperty("java.home"), "lib", "libjava.so"));
        SplittableRandom random = new SplittableRandom(1);
        int refused = 0;
        for (int i = 0; i < 300; i++) {
            byte[] damaged = Arrays.copyOf(whole, random.nextInt(whole.length));
            for (int k = 0; k < 20 && damaged.length > 0; k++) {
                damaged[random.nextInt(Math.min(damaged.length, 1024))] = (byte) random.nextInt();
            }
            Path file = Files.write(folder.resolve("damaged.so"), damaged);
            try {
                ElfFile.read(file);
            } catch (IOException e) {
                refused++;
                assertThat(e).hasMessageContaining("damaged.so");
            }
        }
        assertThat(refused).isPositive();
    }
}
