package dev.psld.ort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrtLibraryTest {
    @TempDir
    Path folder;

    @Test
    void natives_are_unpacked_once_and_a_damaged_file_is_replaced() throws IOException {
        NativeJar jar = NativeJar.find(folder);
        Path file = jar.unpack("libonnxruntime_providers_shared.so");
        assertThat(jar.folder().getFileName().toString()).matches("ort-\\d+\\.\\d+\\.\\d+-linux-.*");
        long size = Files.size(file);
        Object inode = Files.getAttribute(file, "unix:ino");
        jar.unpack("libonnxruntime_providers_shared.so");
        assertThat(Files.getAttribute(file, "unix:ino")).isEqualTo(inode);
        Files.write(file, new byte[] {1});
        jar.unpack("libonnxruntime_providers_shared.so");
        assertThat(file).hasSize(size);
        try (Stream<Path> left = Files.list(jar.folder())) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void a_cache_that_cannot_be_written_is_told() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> NativeJar.find(file).unpack("libonnxruntime.so"))
                .isInstanceOf(OrtException.class)
                .hasMessageContaining("XDG_CACHE_HOME");
    }

    @Test
    void a_folder_of_the_users_is_loaded() {
        Path cached = OrtLibrary.open(Optional.empty()).file();
        try (Environment environment = Environment.open(EnvironmentOptions.defaults()
                .withLibraryFolder(NativeJar.find(CacheFolder.path()).folder()))) {
            assertThat(environment.libraryFile()).isEqualTo(cached);
            assertThat(environment.version()).matches("1\\.\\d+\\.\\d+");
        }
    }

    @Test
    void the_library_stays_loaded_when_the_collector_has_run() {
        try (Environment environment = Environment.open()) {
            for (int i = 0; i < 3; i++) {
                System.gc();
                System.runFinalization();
            }
            // Without a reference to it JNA has unloaded the library by now, and this call ends the process.
            assertThat(environment
                            .session("twice", TinyModel.twice(ElementType.FLOAT, 2), SessionOptions.defaults())
                            .inputs())
                    .hasSize(1);
        }
    }

    @Test
    void a_wrong_folder_is_a_sentence() throws IOException {
        assertThatThrownBy(() -> OrtLibrary.open(Optional.of(folder.resolve("none"))))
                .isInstanceOf(OrtException.class)
                .hasMessageContaining("is not a folder")
                .hasMessageContaining("--ort-lib");
        assertThatThrownBy(() -> OrtLibrary.open(Optional.of(folder)))
                .hasMessageStartingWith("there is no libonnxruntime.so in " + folder);
        Files.writeString(folder.resolve("libonnxruntime.so.1.29.0"), "not a library");
        assertThatThrownBy(() -> OrtLibrary.open(Optional.of(folder)))
                .hasMessageContaining("is not an ONNX Runtime that loads on this machine")
                .hasMessageContaining("--ort-lib")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    @Test
    void versions_are_negotiated() {
        assertThat(OrtLibrary.minor("1.23.2")).isEqualTo(23);
        assertThat(OrtLibrary.minor("1.31.0-dev")).isEqualTo(31);
        assertThatThrownBy(() -> OrtLibrary.minor("1.9.0")).hasMessageContaining("1.12 or newer");
        assertThatThrownBy(() -> OrtLibrary.minor("2.0.0")).hasMessageContaining("1.12 or newer");
    }

    @Test
    void words_of_onnx_runtime_lose_the_place_in_its_sources() {
        assertThat(OrtApi.withoutSource(
                        "/src/core/bridge.cc:1988 A& B::Get() [ONNXRuntimeError] : 1 : FAIL : Failed to load x"))
                .isEqualTo("Failed to load x");
        assertThat(OrtApi.withoutSource(" Got: 3 Expected: 2 ")).isEqualTo("Got: 3 Expected: 2");
    }
}
